import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { type EventFilter, WebhookStream, type WebhookSubscription } from '@patchbay/db';
import { sql } from 'kysely';
import type { z } from 'zod';
import { epoch } from '../deliveries/lanes.ts';
import { webhookIdOf } from '../deliveries/signature.ts';
import { defineVerb } from '../kernel/index.ts';
import { passesFilter } from '../replays/range.ts';
import { requireSubscription } from '../subscriptions/find.ts';
import {
  AckEventsInput,
  type AckedView,
  PullEventsInput,
  type PulledEventsView,
  type StreamedEventView,
} from './schemas.ts';

/** Bodies of one answer come to so many bytes, or to one that is longer. */
const mostBytes = 4_000_000;
const everything: EventFilter = { sources: [], providers: [], types: [], channels: [] };

/**
 * Events behind a cursor, in the order of their commits: one that is on its way while this answers comes behind
 * `nextCursor`, never before it. With a subscription its filter counts, and without a cursor its last acknowledgement.
 * Errors: `not_found`; `conflict` for a subscription that is pushed or disabled.
 */
export const pullEvents = defineVerb({
  name: 'webhooks.events',
  permission: 'webhooks:read',
  input: PullEventsInput,
  async run({ runtime, principal }, input): Promise<PulledEventsView> {
    const em = runtime.orm.em.fork();
    const { organizationId } = principal;
    const row = input.subscriptionId
      ? await requireReader(em, organizationId, input.subscriptionId)
      : null;
    if (input.cursor === 'latest') {
      const nextCursor = await newestCursor(em, organizationId);
      return { events: [], nextCursor, more: false };
    }
    return readEvents(em, {
      organizationId,
      after: Number(input.cursor ?? row?.ackedPosition ?? 0),
      filters: [row?.filter ?? everything, input.filter ?? everything],
      limit: input.limit,
    });
  },
});

/**
 * Notes that a program is done with everything up to a cursor: a bookmark of its own, so it takes no more than reading.
 * It never goes back. Errors: `not_found`, `conflict`; `invalid_input` for a cursor that no event had yet;
 * `forbidden` for operators, who only look.
 */
export const ackEvents = defineVerb({
  name: 'webhooks.ack',
  permission: 'webhooks:read',
  input: AckEventsInput,
  async run(
    { runtime, principal },
    { subscriptionId, cursor },
  ): Promise<z.infer<typeof AckedView>> {
    const { organizationId, role } = principal;
    if (role === 'operator') throw new PatchbayError('forbidden', 'Operators only look.');
    const em = runtime.orm.em.fork();
    await requireReader(em, organizationId, subscriptionId);
    const { rows } = await sql<{ acked: number }>`
      update webhook_subscriptions set acked_position = greatest(coalesce(acked_position, 0), least(
        ${cursor}::bigint, (select last_position from webhook_streams where organization_id = ${organizationId})))
      where id = ${subscriptionId} and organization_id = ${organizationId}
      returning acked_position::float8 as acked`.execute(em.getKysely());
    return { cursor: String(rows[0]?.acked ?? 0) };
  },
});

/** The cursor behind everything that is there. */
export async function newestCursor(em: EntityManager, organizationId: string): Promise<string> {
  const stream = await em.findOne(WebhookStream, { organizationId }, { disableIdentityMap: true });
  return String(stream?.lastPosition ?? 0);
}

export async function requireReader(
  em: EntityManager,
  organizationId: string,
  subscriptionId: string,
): Promise<WebhookSubscription> {
  const row = await requireSubscription(em, organizationId, subscriptionId);
  if (row.kind === 'push')
    throw new PatchbayError('conflict', 'Events of this subscription are posted, not read.');
  if (!row.enabled) throw new PatchbayError('conflict', 'This subscription is disabled.');
  return row;
}

type Row = Omit<StreamedEventView, 'cursor' | 'webhookId' | 'receivedAt' | 'encoding' | 'body'> & {
  position: number;
  receivedAt: number;
  body: Buffer | null;
  ownBody: string | null;
  /** Of the bodies up to and with this one. */
  bytes: number;
};

type Reading = { organizationId: string; after: number; filters: EventFilter[]; limit: number };

/** One statement, so that the end of the stream and the events before it are of the same moment. */
async function readEvents(
  em: EntityManager,
  { organizationId, after, filters, limit }: Reading,
): Promise<PulledEventsView> {
  const { rows } = await sql<Row & { end: number }>`
    with stream as materialized (
      select coalesce((select last_position from webhook_streams where organization_id = ${organizationId}), 0) as "end"),
    found as materialized (
      select m.* from webhook_messages m where m.organization_id = ${organizationId} and m.position > ${after}
        and ${sql.join(filters.map(passesFilter), sql` and `)}
      order by m.position limit ${limit + 1}),
    sized as (
      select m.*, e.content_type, e.headers, e.body as bytes_of,
        sum(coalesce(octet_length(e.body), length(m.body), 0)) over (order by m.position) as total
      from found m left join lateral (select * from webhook_events e where e.id = m.event_id
        and e.received_at = m.received_at and m.body is null limit 1) e on true)
    select stream."end"::float8 as "end", s.position::float8 as position, s.event_id as "eventId", s.provider,
      s.source as "sourceId", s.type, s.channel, ${epoch('s.received_at')} as "receivedAt",
      coalesce(s.content_type, case when s.body is not null then 'application/json' end) as "contentType",
      coalesce(s.headers, '{}') as headers, s.body as "ownBody", s.total::float8 as bytes,
      case when s.total <= ${mostBytes} or s.position = (select min(position) from found) then s.bytes_of end as body
    from stream left join sized s on true order by s.position`.execute(em.getKysely());
  const end = Math.max(after, rows[0]?.end ?? 0);
  const all = rows.filter(({ eventId }) => eventId !== null);
  const fitting = all.filter(({ bytes }, index) => index === 0 || bytes <= mostBytes);
  const kept = fitting.slice(0, limit);
  const more = kept.length < all.length;
  return {
    events: kept.map(toView),
    nextCursor: String(more ? (kept.at(-1)?.position ?? after) : end),
    more,
  };
}

function toView(row: Row): StreamedEventView {
  const bytes = row.ownBody === null ? row.body : Buffer.from(row.ownBody);
  const text = textOf(bytes ?? Buffer.alloc(0));
  return {
    cursor: String(row.position),
    eventId: row.eventId,
    webhookId: webhookIdOf(row.eventId),
    provider: row.provider,
    sourceId: row.sourceId,
    type: row.type,
    channel: row.channel,
    receivedAt: new Date(row.receivedAt),
    contentType: row.contentType,
    headers: row.headers,
    encoding: text === null ? 'base64' : 'text',
    body: text ?? (bytes ?? Buffer.alloc(0)).toString('base64'),
  };
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
