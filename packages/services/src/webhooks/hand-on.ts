import type { EntityManager } from '@mikro-orm/postgresql';
import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';
import { type FanOutEvent, fanOut } from '../deliveries/fan-out.ts';
import type { Runtime } from '../kernel/index.ts';
import { checkEnded } from './check-ended.ts';

/** Any fixed number; one process at a time hands on, so that events keep the order they came in. */
const handOnLock = 7_262_011;
const batchEvents = 500;
const retriedEvents = 20;

export type HandOnResult = {
  handedOn: number;
  /** Whether there may be more right now. */
  isMore: boolean;
};

/**
 * Hands waiting events on, oldest first, in one transaction with their deliveries: they are marked if and when those
 * exist. When a batch fails for another reason than the database being away, its events are tried one by one and the
 * bad ones put aside, for `retryFailed`.
 */
export async function handOnEvents(runtime: Runtime): Promise<HandOnResult> {
  const now = runtime.clock.now();
  try {
    const handedOn = await handOn(runtime.orm, now, { limit: batchEvents });
    return { handedOn, isMore: handedOn === batchEvents };
  } catch (error) {
    if (isAway(error)) throw error;
    return oneByOne(runtime, error);
  }
}

/**
 * Tries events again that could not be handed on, each by itself, so that one that never can be holds up no other.
 * Answers how many now were.
 */
export async function retryFailedEvents(runtime: Runtime): Promise<number> {
  const now = runtime.clock.now();
  let handedOn = 0;
  for (const only of await failedEvents(runtime.orm)) {
    try {
      handedOn += await handOn(runtime.orm, now, { limit: 1, only });
    } catch (error) {
      if (isAway(error)) throw error;
      await putAside(runtime.orm, only);
    }
  }
  return handedOn;
}

/** Those that failed least first: what fails again and again goes behind. */
async function failedEvents(orm: Orm): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook_events where state = 'received' and failures > 0
    order by failures, received_at limit ${retriedEvents}`.execute(orm.em.fork().getKysely());
  return rows.map(({ id }) => id);
}

async function oneByOne(runtime: Runtime, cause: unknown): Promise<HandOnResult> {
  const now = runtime.clock.now();
  let handedOn = 0;
  for (let count = 0; count < batchEvents; count += 1) {
    try {
      const done = await handOn(runtime.orm, now, { limit: 1 });
      if (done === 0) return { handedOn, isMore: false };
      handedOn += 1;
    } catch (error) {
      if (isAway(error) || !(await putAside(runtime.orm))) throw error ?? cause;
    }
  }
  return { handedOn, isMore: true };
}

export type ClaimedEvent = FanOutEvent & { integrationId: string | null };

/** New events, or one that failed before. */
type Claim = { limit: number; only?: string };

const handOn = (orm: Orm, now: Date, claim: Claim): Promise<number> =>
  orm.em.fork().transactional(async (em) => {
    const events = await claimEvents(em, claim);
    if (events.length === 0) return 0;
    const column = <Value>(of: (event: ClaimedEvent) => Value) => events.map(of);
    await sql`
      update webhook_events e set state = 'handed_on', handed_on_at = ${now}
      from unnest(${column(({ id }) => id)}::uuid[],
        ${column(({ receivedAt }) => receivedAt.toISOString())}::timestamptz[]) as v(id, received_at)
      where e.id = v.id and e.received_at = v.received_at`.execute(em.getKysely());
    await checkEnded(em, events, now);
    await fanOut(em, events, now);
    return events.length;
  });

async function claimEvents(em: EntityManager, { limit, only }: Claim): Promise<ClaimedEvent[]> {
  const db = em.getKysely();
  const lock = await sql<{ isOurs: boolean }>`
    select pg_try_advisory_xact_lock(${handOnLock}) as "isOurs"`.execute(db);
  if (!lock.rows[0]?.isOurs) return [];
  const { rows } = await sql<Omit<ClaimedEvent, 'receivedAt'> & { receivedAt: string | Date }>`
    select id, organization_id as "organizationId", provider, endpoint_id as source, event_type as type, channel,
      received_at as "receivedAt", integration_id as "integrationId"
    from webhook_events
    where state = 'received' and ${only ? sql`id = ${only}` : sql`failures = 0`}
    order by received_at limit ${limit} for update skip locked`.execute(db);
  return rows.map((row) => ({ ...row, receivedAt: new Date(row.receivedAt) }));
}

async function putAside(orm: Orm, only?: string): Promise<boolean> {
  const aside = await sql`
    update webhook_events set failures = failures + 1
    where (id, received_at) = (select id, received_at from webhook_events
      where state = 'received' and ${only ? sql`id = ${only}` : sql`failures = 0`}
      order by received_at limit 1)`.execute(orm.em.fork().getKysely());
  return Number(aside.numAffectedRows ?? 0) > 0;
}

/** Connection trouble, shutdown, and work lost to another transaction: the same events come again. */
function isAway(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return false;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code !== 'string' || /^(08|57|53|40|25|E)/.test(code);
}
