import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';
import type { EventRow, Stored } from './event-row.ts';

/**
 * Writes events in one statement, which is one transaction: a receipt for each, whose primary key lets one copy of a
 * delivery through, and the event for each new receipt. The row with its state `received` is the job at the same time,
 * found by a partial index. Answers in the order given; a bad row fails them all.
 */
export async function storeEvents(orm: Orm, events: readonly EventRow[]): Promise<Stored[]> {
  // Two processes with the same copies lock receipts in the same order, so neither waits for the other for ever.
  const rows = events.toSorted(byReceipt);
  let end = 0;
  const described = rows.map((row) => {
    const start = end + 1;
    end += row.body.length;
    return {
      id: row.id,
      received_at: new Date(row.receivedAt).toISOString(),
      organization_id: row.organizationId,
      endpoint_id: row.endpointId,
      integration_id: row.integrationId,
      provider: row.provider,
      delivery_id: row.deliveryId,
      event_type: row.eventType,
      channel: row.channel,
      state: row.state,
      content_type: row.contentType,
      headers: row.headers,
      body_start: start,
      body_length: row.body.length,
      signed_at: row.signedAt,
    };
  });
  // The bodies travel as one parameter of raw bytes; in JSON or an array they would double.
  const bodies = rows.length === 1 ? rows[0]?.body : Buffer.concat(rows.map(({ body }) => body));
  const { rows: written } = await sql<{ id: string }>`
    with given as materialized (
      select * from json_to_recordset(${JSON.stringify(described)}::json) as v(id uuid, received_at timestamptz,
        organization_id uuid, endpoint_id uuid, integration_id uuid, provider text, delivery_id text,
        event_type text, channel text, state text, content_type text, headers jsonb, body_start int,
        body_length int, signed_at timestamptz)
    ), kept as (
      insert into webhook_receipts (endpoint_id, delivery_id, event_id, received_at)
      select endpoint_id, delivery_id, id, received_at from given
      on conflict do nothing
      returning event_id
    )
    insert into webhook_events (id, received_at, organization_id, endpoint_id, integration_id, provider, delivery_id,
      event_type, channel, state, content_type, headers, body, signed_at)
    select id, received_at, organization_id, endpoint_id, integration_id, provider, delivery_id,
      event_type, channel, state, content_type, headers,
      substring(${asBuffer(bodies)}::bytea from body_start for body_length), signed_at
    from given join kept on kept.event_id = given.id
    returning id`.execute(orm.em.fork().getKysely());
  const ids = new Set(written.map(({ id }) => id));
  return events.map(({ id }) => (ids.has(id) ? 'stored' : 'duplicate'));
}

const asBuffer = (bytes: Uint8Array = new Uint8Array()): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const receipt = (row: EventRow): string => `${row.endpointId}/${row.deliveryId}`;
const byReceipt = (a: EventRow, b: EventRow): number => {
  const [one, other] = [receipt(a), receipt(b)];
  return one < other ? -1 : one > other ? 1 : 0;
};
