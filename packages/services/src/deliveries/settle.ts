import { setTimeout as wait } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';
import type { LaneHealth } from './health.ts';
import type { Lane } from './lanes.ts';

/** How one attempt ended, as it is written. */
export type Outcome = {
  id: string;
  number: number;
  outcome: 'delivered' | 'failed' | 'dead';
  error: string | null;
  httpStatus: number | null;
  latencyMs: number;
  answer: string | null;
  attemptedAt: Date;
  dueAt: Date | null;
  provider: string;
  type: string;
};

export type Settled = {
  lane: Pick<Lane, 'subscriptionId' | 'organizationId'>;
  health: LaneHealth;
  outcome: Outcome;
};

export type SettlerOptions = {
  orm: Orm;
  lease: string;
  /** Hears whose deliveries moved on. */
  onWritten(organizationIds: Iterable<string>): void;
  onTrouble(error: unknown): void;
};

const mostWaiting = 100;
const quietMs = 5;

/**
 * Writes outcomes in batches, each in one statement: what arrived leaves the queue, what did not gets its next moment,
 * every attempt goes on record, and the receiver's health moves along. Outcomes of a subscription that is not ours any
 * more change nothing. While the database is away they wait, for what they tell of has happened.
 */
export function createSettler({ orm, lease, onWritten, onTrouble }: SettlerOptions) {
  let waiting: { settled: Settled; done: () => void }[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    if (waiting.length < mostWaiting) await wait(quietMs);
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostWaiting);
      waiting = waiting.slice(mostWaiting);
      await writeUntilDone(batch.map(({ settled }) => settled));
      for (const { done } of batch) done();
      onWritten(new Set(batch.map(({ settled }) => settled.lane.organizationId)));
    }
    // At once with the last look at what waits, so that nothing falls in between.
    isWriting = false;
  }

  async function writeUntilDone(batch: Settled[]): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        // Whatever a receiver answered must not keep its delivery from being written.
        const written = tries < 3 ? batch : batch.map(withoutAnswer);
        return await write(orm.em.fork(), lease, written);
      } catch (error) {
        onTrouble(error);
        await wait(Math.min(2_000, 50 * 2 ** tries));
      }
    }
  }

  return {
    /** Resolves when it is written. */
    settle(settled: Settled): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ settled, done: resolve });
      if (!isWriting) void writeAll();
      return promise;
    },
  };
}
export type Settler = ReturnType<typeof createSettler>;

const withoutAnswer = (settled: Settled): Settled => ({
  ...settled,
  outcome: { ...settled.outcome, answer: null },
});

async function write(em: EntityManager, lease: string, batch: Settled[]): Promise<void> {
  const outcomes = batch.map(({ outcome }) => outcome);
  await sql`
    with o as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o(id bigint, number int, outcome text,
        error text, "httpStatus" int, "latencyMs" real, answer text, "attemptedAt" timestamptz, "dueAt" timestamptz,
        provider text, type text)),
    mine as materialized (
      select d.* from webhook_deliveries d
      join webhook_lanes l on l.subscription_id = d.subscription_id and l.lease = ${lease}
      where d.id = any(${outcomes.map(({ id }) => id)}::bigint[]) and d.state = 'queued'
      order by d.id for update of d),
    arrived as (
      delete from webhook_deliveries d using mine, o
      where d.id = mine.id and o.id = mine.id and o.outcome = 'delivered'),
    kept as (
      update webhook_deliveries d set attempts = o.number, due_at = coalesce(o."dueAt", d.due_at),
        state = case when o.outcome = 'dead' then 'dead' else 'queued' end,
        last_attempt_at = o."attemptedAt", last_status = o."httpStatus", last_error = o.error
      from mine, o where d.id = mine.id and o.id = mine.id and o.outcome <> 'delivered'),
    logged as (
      insert into webhook_attempts (delivery_id, number, attempted_at, organization_id, subscription_id, position,
        message_created_at, event_id, provider, type, outcome, http_status, error, latency_ms, answer, queued_at,
        replay_id)
      select mine.id, o.number, o."attemptedAt", mine.organization_id, mine.subscription_id, mine.position,
        mine.message_created_at, mine.event_id, o.provider, o.type, o.outcome, o."httpStatus", o.error, o."latencyMs",
        o.answer, mine.created_at, mine.replay_id
      from mine join o on o.id = mine.id)
    update webhook_lanes l set delivered = l.delivered + h.arrived, failed = l.failed + h.failed,
      failures_in_row = h."failuresInRow", failing_since = h."failingSince", held_until = h."heldUntil",
      last_success_at = coalesce(h."lastSuccessAt", l.last_success_at),
      last_failure_at = coalesce(h."lastFailureAt", l.last_failure_at),
      last_status = h."lastStatus", last_error = coalesce(h."lastError", l.last_error),
      latency_ms = coalesce(l.latency_ms * power(0.9, h.attempts), 0)
        + h."latencyMs" * (1 - case when l.latency_ms is null then 0 else power(0.9, h.attempts) end)
    from jsonb_to_recordset(${JSON.stringify(healthOf(batch))}::jsonb) as h("subscriptionId" uuid, arrived int,
      failed int, attempts int, "failuresInRow" int, "failingSince" timestamptz, "heldUntil" timestamptz,
      "lastSuccessAt" timestamptz, "lastFailureAt" timestamptz, "lastStatus" int, "lastError" text, "latencyMs" real)
    where l.subscription_id = h."subscriptionId" and l.lease = ${lease}`.execute(em.getKysely());
}

/** One row for each subscription of a batch: its newest health, and what the batch adds to its numbers. */
function healthOf(batch: Settled[]) {
  const lanes = Map.groupBy(batch, ({ lane }) => lane.subscriptionId);
  return [...lanes].map(([subscriptionId, settled]) => {
    const outcomes = settled.map(({ outcome }) => outcome);
    const good = outcomes.filter(({ outcome }) => outcome === 'delivered');
    const bad = outcomes.filter(({ outcome }) => outcome !== 'delivered');
    return {
      subscriptionId,
      ...settled.at(-1)?.health,
      arrived: good.length,
      failed: bad.length,
      attempts: outcomes.length,
      lastSuccessAt: good.at(-1)?.attemptedAt ?? null,
      lastFailureAt: bad.at(-1)?.attemptedAt ?? null,
      lastStatus: outcomes.at(-1)?.httpStatus ?? null,
      lastError: bad.at(-1)?.error ?? null,
      latencyMs: outcomes.reduce((sum, { latencyMs }) => sum + latencyMs, 0) / outcomes.length,
    };
  });
}
