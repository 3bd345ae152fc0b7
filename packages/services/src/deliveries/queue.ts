import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { epoch, type Lane } from './lanes.ts';

/** Bodies up to this size are read with their batch, longer ones when it is their turn. */
const inlineBytes = 65_536;

/** A delivery whose turn has come; times in Unix milliseconds. */
export type Due = {
  id: string;
  attempts: number;
  queuedAt: number;
  dueAt: number;
  eventId: string;
  isReplay: boolean;
  /** Of the subscription, at this moment. */
  revision: number;
  /** Null when the event is not kept any more. */
  provider: string | null;
  source: string | null;
  type: string | null;
  channel: string | null;
  receivedAt: number | null;
  ownBody: string | null;
  contentType: string | null;
  headers: Record<string, string> | null;
  body: Buffer | null;
  bodyBytes: number | null;
};

export type Look = {
  lane: Pick<Lane, 'subscriptionId' | 'ordered'>;
  lease: string;
  /** Deliveries that are in hand already. */
  known: readonly string[];
  limit: number;
  now: Date;
};

/**
 * The next deliveries of a subscription in the order of their ids: what is due, or of an ordered one whatever comes
 * next. Nothing when the subscription was disabled or is not ours any more. Each look-up is held to one partition.
 */
export async function nextDue(
  em: EntityManager,
  { lane, lease, known, limit, now }: Look,
): Promise<Due[]> {
  const due = lane.ordered ? sql`true` : sql`d.due_at <= ${now}`;
  const { rows } = await sql<Due>`
    with next as materialized (
      select d.*, s.revision from webhook_deliveries d
      join webhook_lanes l on l.subscription_id = d.subscription_id and l.lease = ${lease}
      join webhook_subscriptions s on s.id = d.subscription_id and s.enabled
      where d.subscription_id = ${lane.subscriptionId} and d.state = 'queued' and ${due}
        and d.id <> all(${[...known]}::bigint[])
      order by d.id limit ${limit})
    select d.id::text as id, d.attempts, ${epoch('d.created_at')} as "queuedAt", ${epoch('d.due_at')} as "dueAt",
      d.event_id as "eventId", d.replay_id is not null as "isReplay", d.revision, m.provider, m.source, m.type,
      m.channel, ${epoch('m.received_at')} as "receivedAt", m.body as "ownBody", e.content_type as "contentType",
      e.headers, case when octet_length(e.body) <= ${inlineBytes} then e.body end as body,
      octet_length(e.body) as "bodyBytes"
    from next d
    left join lateral (select * from webhook_messages m where m.organization_id = d.organization_id
      and m.position = d.position and m.created_at = d.message_created_at limit 1) m on true
    left join lateral (select * from webhook_events e where e.id = m.event_id
      and e.received_at = m.received_at and m.body is null limit 1) e on true
    order by d.id`.execute(em.getKysely());
  return rows;
}

/** A long body, by itself. */
export async function readBody(
  em: EntityManager,
  { eventId, receivedAt }: { eventId: string; receivedAt: Date },
): Promise<Buffer | null> {
  const { rows } = await sql<{ body: Buffer }>`
    select body from webhook_events where id = ${eventId} and received_at = ${receivedAt}`.execute(
    em.getKysely(),
  );
  return rows[0]?.body ?? null;
}
