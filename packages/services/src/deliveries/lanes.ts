import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';

/** A worker's hold on a subscription: whoever is silent for so long has lost it. */
const leaseSeconds = 10;
export const renewEveryMs = 3_000;

/** A push subscription as its worker needs it; times in Unix milliseconds. */
export type Lane = {
  subscriptionId: string;
  organizationId: string;
  name: string;
  url: string;
  ordered: boolean;
  secret: string;
  previousSecret: string | null;
  previousSecretUntil: number | null;
  revision: number;
  failuresInRow: number;
  failingSince: number | null;
};

/** Milliseconds, whatever the driver makes of times. */
export const epoch = (column: string): RawBuilder<number | null> =>
  sql<number | null>`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;

export type Claim = {
  /** Names the worker. */
  lease: string;
  /** Only these, if given. */
  among: readonly string[] | null;
  /** What this worker has in hand. */
  held: readonly string[];
  limit: number;
  now: Date;
};

/**
 * Takes hold of subscriptions with something due that nobody else works on. One worker works on a subscription at a
 * time: that keeps its order, its breaker and its share of connections in one place, and a delivery needs no claim.
 */
export async function claimLanes(
  em: EntityManager,
  { lease, among, held, limit, now }: Claim,
): Promise<Lane[]> {
  const chosen = among === null ? sql`true` : sql`l.subscription_id = any(${[...among]}::uuid[])`;
  const { rows } = await sql<Lane>`
    with free as (
      select l.subscription_id from webhook_lanes l
      join webhook_subscriptions s on s.id = l.subscription_id
      where ${chosen} and s.enabled and ${free(lease, held)}
        and (l.held_until is null or l.held_until <= ${now}) and ${hasDue(now)}
      order by l.leased_until nulls first limit ${limit}
      for update of l skip locked),
    claimed as (
      update webhook_lanes l set lease = ${lease}, leased_until = now() + ${`${leaseSeconds} s`}::interval
      from free where l.subscription_id = free.subscription_id
      returning l.subscription_id, l.failures_in_row, l.failing_since)
    select s.id as "subscriptionId", s.organization_id as "organizationId", s.name, s.url, s.ordered, s.secret,
      s.previous_secret as "previousSecret", ${epoch('s.previous_secret_until')} as "previousSecretUntil",
      s.revision, c.failures_in_row as "failuresInRow", ${epoch('c.failing_since')} as "failingSince"
    from claimed c join webhook_subscriptions s on s.id = c.subscription_id`.execute(
    em.getKysely(),
  );
  return rows;
}

/** Also what this worker could not let go of, because the database was away just then. */
const free = (
  lease: string,
  held: readonly string[],
) => sql`l.subscription_id <> all(${[...held]}::uuid[])
  and (l.leased_until is null or l.leased_until < now() or l.lease = ${lease})`;

/** Of an ordered one the first in line decides; nothing behind it may go before. */
const hasDue = (now: Date) => sql`case when s.ordered
  then (select d.due_at from webhook_deliveries d where d.subscription_id = l.subscription_id and d.state = 'queued'
    order by d.id limit 1) <= ${now}
  else exists (select 1 from webhook_deliveries d where d.subscription_id = l.subscription_id
    and d.state = 'queued' and d.due_at <= ${now}) end`;

/** Keeps hold; answers the subscriptions that are still ours. */
export async function renewLanes(
  em: EntityManager,
  lease: string,
  subscriptionIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update webhook_lanes set leased_until = now() + ${`${leaseSeconds} s`}::interval
    where subscription_id = any(${[...subscriptionIds]}::uuid[]) and lease = ${lease}
    returning subscription_id as id`.execute(em.getKysely());
  return new Set(rows.map(({ id }) => id));
}

export async function releaseLane(
  em: EntityManager,
  lease: string,
  subscriptionId: string,
): Promise<void> {
  await sql`update webhook_lanes set lease = null, leased_until = null
    where subscription_id = ${subscriptionId} and lease = ${lease}`.execute(em.getKysely());
}
