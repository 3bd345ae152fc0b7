import { invalidField, type Page, toPage } from '@patchbay/core';
import { sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { type EventView, ListEventsInput } from '../webhooks/schemas.ts';
import { type EventColumns, eventColumns, toEventView } from './view.ts';

/** Received events, newest first, in pages: one query, no bodies. Errors: `invalid_input` for a bad cursor. */
export const listEvents = defineVerb({
  name: 'events.list',
  permission: 'webhooks:read',
  input: ListEventsInput,
  async run(ctx, input): Promise<Page<EventView>> {
    const { organizationId } = ctx.principal;
    const conditions = [sql`e.organization_id = ${organizationId}`, ...conditionsOf(input)];
    const { rows } = await sql<EventColumns>`
      select ${eventColumns} from webhook_events e join webhook_endpoints s on s.id = e.endpoint_id
      where ${sql.join(conditions, sql` and `)}
      order by e.received_at desc, e.id desc limit ${input.limit + 1}`.execute(
      ctx.runtime.orm.em.fork().getKysely(),
    );
    return toPage(rows, input.limit, toEventView, cursorOf);
  },
});

function conditionsOf(input: z.output<typeof ListEventsInput>) {
  const { sourceId, provider, state, eventType, channel, deliveryId, from, until, cursor } = input;
  const conditions = [];
  if (sourceId !== undefined) conditions.push(sql`e.endpoint_id = ${sourceId}`);
  if (provider !== undefined) conditions.push(sql`e.provider = ${provider}`);
  if (state !== undefined) conditions.push(sql`e.state = ${state}`);
  if (eventType !== undefined) conditions.push(sql`e.event_type = ${eventType}`);
  if (channel !== undefined) conditions.push(sql`e.channel = ${channel}`);
  if (deliveryId !== undefined) conditions.push(sql`e.delivery_id = ${deliveryId}`);
  if (from) conditions.push(sql`e.received_at >= ${from}`);
  if (until) conditions.push(sql`e.received_at < ${until}`);
  if (cursor !== undefined) {
    const [moment, id] = readCursor(cursor);
    conditions.push(sql`(e.received_at, e.id) < (${new Date(moment)}, ${id}::uuid)`);
  }
  return conditions;
}

const Cursor = z.tuple([z.coerce.number().int().min(0).max(8.64e15), z.uuid()]);

function readCursor(cursor: string): z.output<typeof Cursor> {
  const parsed = Cursor.safeParse(cursor.split('_'));
  if (!parsed.success) throw invalidField('cursor', 'is not a cursor of this list');
  return parsed.data;
}

const cursorOf = ({ receivedAt, id }: EventColumns): string =>
  `${new Date(receivedAt).getTime()}_${id}`;
