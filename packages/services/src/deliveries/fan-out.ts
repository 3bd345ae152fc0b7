import type { EntityManager } from '@mikro-orm/postgresql';
import type { EventFilter } from '@patchbay/db';
import { sql } from 'kysely';
import { publish } from '../kernel/events.ts';
import { wakeDeliveries } from '../kernel/wake.ts';
import { wants } from './filter.ts';

/** An event that is ready to be handed on. */
export type FanOutEvent = {
  /** Of its row in `webhook_events`, or of the outbox; receivers see it as `webhook-id: evt_<id>`. */
  id: string;
  organizationId: string;
  provider: string;
  /** The endpoint it came in at; null for the product's own. */
  source: string | null;
  /** Null when the sender names none; filters then see `unknown`. */
  type: string | null;
  channel: string | null;
  receivedAt: Date;
  /** JSON text of the product's own events. A provider's body stays where it is and goes out byte for byte. */
  body?: string;
};

/**
 * Hands events on, in the transaction of `em`: numbers them in their organization's stream, queues a delivery for every
 * push subscription that wants one, and wakes workers and readers at commit. Call it once for each event. The numbering
 * holds a lock on each organization's stream until the commit, so do it last and keep batches short.
 */
export async function fanOut(
  em: EntityManager,
  events: readonly FanOutEvent[],
  now: Date,
): Promise<void> {
  if (events.length === 0) return;
  const messages = await numberMessages(em, events);
  await insertMessages(em, messages, now);
  await queueDeliveries(em, await wantedBy(em, messages), now);
  for (const organizationId of new Set(messages.map((message) => message.organizationId))) {
    const subject = { type: 'organization' as const, id: organizationId };
    await publish(em, { organizationId, type: 'events_arrived', subject });
  }
}

type Message = Omit<FanOutEvent, 'type'> & { type: string; position: number };
type NewDelivery = { subscriptionId: string; message: Message };

async function numberMessages(
  em: EntityManager,
  events: readonly FanOutEvent[],
): Promise<Message[]> {
  const byOrganization = Map.groupBy(events, ({ organizationId }) => organizationId);
  // In one order everywhere, so that two fan-outs never wait for each other crosswise.
  const owners = [...byOrganization.keys()].sort();
  const counts = owners.map((owner) => byOrganization.get(owner)?.length ?? 0);
  const { rows } = await sql<{ owner: string; last: string }>`
    insert into webhook_streams as s (organization_id, last_position)
    select owner, count from unnest(${owners}::uuid[], ${counts}::int[]) as v(owner, count) order by owner
    on conflict (organization_id) do update set last_position = s.last_position + excluded.last_position
    returning organization_id as owner, last_position::text as last`.execute(em.getKysely());
  return rows.flatMap(({ owner, last }) => {
    const own = byOrganization.get(owner) ?? [];
    const first = Number(last) - own.length + 1;
    return own.map((event, index) => ({
      ...event,
      type: event.type ?? 'unknown',
      position: first + index,
    }));
  });
}

async function insertMessages(em: EntityManager, messages: Message[], now: Date): Promise<void> {
  const column = <Value>(of: (message: Message) => Value) => messages.map(of);
  await sql`
    insert into webhook_messages (organization_id, position, created_at, event_id, received_at, provider, source,
      type, channel, body)
    select v.organization_id, v.position, ${now}, v.event_id, v.received_at, v.provider, v.source, v.type, v.channel,
      v.body
    from unnest(${column((m) => m.organizationId)}::uuid[], ${column((m) => m.position)}::bigint[],
      ${column((m) => m.id)}::uuid[], ${column((m) => m.receivedAt.toISOString())}::timestamptz[],
      ${column((m) => m.provider)}::text[], ${column((m) => m.source)}::uuid[], ${column((m) => m.type)}::text[],
      ${column((m) => m.channel)}::text[], ${column((m) => m.body ?? null)}::text[])
      as v(organization_id, position, event_id, received_at, provider, source, type, channel, body)`.execute(
    em.getKysely(),
  );
}

async function wantedBy(em: EntityManager, messages: Message[]): Promise<Iterable<NewDelivery>> {
  const owners = [...new Set(messages.map(({ organizationId }) => organizationId))];
  const { rows } = await sql<{ id: string; owner: string; filter: EventFilter }>`
    select id, organization_id as owner, filter from webhook_subscriptions
    where organization_id = any(${owners}::uuid[]) and enabled and kind = 'push'`.execute(
    em.getKysely(),
  );
  const byOwner = Map.groupBy(rows, ({ owner }) => owner);
  return (function* () {
    for (const message of messages)
      for (const { id, filter } of byOwner.get(message.organizationId) ?? [])
        if (wants(filter, message)) yield { subscriptionId: id, message };
  })();
}

/** Rows of one statement: a batch of events for thousands of subscriptions makes millions. */
const mostRows = 10_000;

async function queueDeliveries(
  em: EntityManager,
  deliveries: Iterable<NewDelivery>,
  now: Date,
): Promise<void> {
  const woken = new Set<string>();
  let rows: NewDelivery[] = [];
  for (const delivery of deliveries) {
    woken.add(delivery.subscriptionId);
    if (rows.push(delivery) < mostRows) continue;
    await insertDeliveries(em, rows, now);
    rows = [];
  }
  if (rows.length > 0) await insertDeliveries(em, rows, now);
  await wakeDeliveries(em, [...woken]);
}

async function insertDeliveries(
  em: EntityManager,
  deliveries: NewDelivery[],
  now: Date,
): Promise<void> {
  const column = <Value>(of: (delivery: NewDelivery) => Value) => deliveries.map(of);
  await sql`
    insert into webhook_deliveries (organization_id, subscription_id, position, message_created_at, event_id, state,
      created_at, due_at)
    select v.organization_id, v.subscription_id, v.position, ${now}, v.event_id, 'queued', ${now}, ${now}
    from unnest(${column((d) => d.message.organizationId)}::uuid[], ${column((d) => d.subscriptionId)}::uuid[],
      ${column((d) => d.message.position)}::bigint[], ${column((d) => d.message.id)}::uuid[])
      with ordinality as v(organization_id, subscription_id, position, event_id, turn)
    order by v.turn`.execute(em.getKysely());
}
