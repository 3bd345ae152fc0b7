import type { EntityManager } from '@mikro-orm/postgresql';
import type { EventFilter } from '@patchbay/db';
import { sql } from 'kysely';
import { type FilteredEvent, wants } from '../deliveries/filter.ts';
import { epoch } from '../deliveries/lanes.ts';
import { wakeDeliveries } from '../kernel/wake.ts';

/** A message to be sent once more; its time in Unix milliseconds. */
export type PastMessage = FilteredEvent & {
  position: number;
  createdAt: number;
  eventId: string;
  receivedAt: number;
};

export const pastMessage = sql`m.position::float8 as position, ${epoch('m.created_at')} as "createdAt",
  m.event_id as "eventId", ${epoch('m.received_at')} as "receivedAt", m.provider, m.source, m.type, m.channel`;

export type Target = { id: string; filter: EventFilter };

/** The push subscriptions that a replay goes to: the one that was named, or all that are enabled. */
export async function targetsOf(
  em: EntityManager,
  organizationId: string,
  subscriptionId: string | null,
): Promise<Target[]> {
  const chosen = subscriptionId ? sql`id = ${subscriptionId}` : sql`enabled`;
  const { rows } = await sql<Target>`
    select id, filter from webhook_subscriptions
    where organization_id = ${organizationId} and kind = 'push' and ${chosen}`.execute(
    em.getKysely(),
  );
  return rows;
}

export type Again = {
  organizationId: string;
  replayId: string;
  targets: readonly Target[];
  messages: readonly PastMessage[];
  /** False sends to the targets whatever they filter: one event to one that somebody named. */
  filtered: boolean;
  now: Date;
};

/**
 * Queues messages once more, in their order. What waits for a subscription already is not queued twice, and a dead
 * letter makes way for its replay. Answers how many deliveries were made.
 */
export async function queueAgain(em: EntityManager, again: Again): Promise<number> {
  const { organizationId, replayId, targets, messages, filtered, now } = again;
  const pairs = messages.flatMap((message) =>
    targets
      .filter(({ filter }) => !filtered || wants(filter, message))
      .map(({ id }) => ({ id, message })),
  );
  if (pairs.length === 0) return 0;
  const column = <Value>(of: (pair: (typeof pairs)[number]) => Value) => pairs.map(of);
  const { rows } = await sql<{ id: string }>`
    with wanted as materialized (
      select * from unnest(${column(({ id }) => id)}::uuid[], ${column(({ message }) => message.position)}::bigint[],
        ${column(({ message }) => new Date(message.createdAt).toISOString())}::timestamptz[],
        ${column(({ message }) => message.eventId)}::uuid[])
        with ordinality as w(subscription_id, position, message_created_at, event_id, turn)),
    buried as (
      delete from webhook_deliveries d using wanted w
      where d.subscription_id = w.subscription_id and d.event_id = w.event_id and d.state = 'dead')
    insert into webhook_deliveries (organization_id, subscription_id, position, message_created_at, event_id, state,
      created_at, due_at, replay_id)
    select ${organizationId}, w.subscription_id, w.position, w.message_created_at, w.event_id, 'queued', ${now}, ${now},
      ${replayId}
    from wanted w where not exists (select 1 from webhook_deliveries q
      where q.subscription_id = w.subscription_id and q.event_id = w.event_id and q.state = 'queued')
    order by w.turn
    returning subscription_id as id`.execute(em.getKysely());
  await wakeDeliveries(
    em,
    rows.map(({ id }) => id),
  );
  return rows.length;
}
