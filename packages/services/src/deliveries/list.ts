import { invalidField, type Page, toPage } from '@patchbay/core';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { type DeliveryView, ListDeliveriesInput } from './schemas.ts';
import { type DeliveryRow, finishedDeliveries, toDeliveryView, waitingDeliveries } from './view.ts';

type Input = z.output<typeof ListDeliveriesInput>;

/**
 * Deliveries, newest first, in pages: what waits or was given up by the time it was queued, what arrived or was discarded
 * by the time of its end. One query. Errors: `invalid_input` for a bad cursor.
 */
export const listDeliveries = defineVerb({
  name: 'deliveries.list',
  permission: 'webhooks:read',
  input: ListDeliveriesInput,
  async run({ runtime, principal: { organizationId } }, input): Promise<Page<DeliveryView>> {
    const { rows } = await sql<DeliveryRow>`
      select * from (${waitingPart(organizationId, input)}) as waiting
      union all select * from (${finishedPart(organizationId, input)}) as finished
      order by at desc, id desc limit ${input.limit + 1}`.execute(
      runtime.orm.em.fork().getKysely(),
    );
    return toPage(rows, input.limit, toDeliveryView, ({ at, id }) => `${Math.round(at)}_${id}`);
  },
});

const all = (conditions: RawBuilder<unknown>[]) => sql.join(conditions, sql` and `);

function waitingPart(organizationId: string, input: Input): RawBuilder<unknown> {
  const { status, subscriptionId, eventId, provider, type, from, until, cursor, limit } = input;
  const conditions = [sql`s.organization_id = ${organizationId}`];
  if (subscriptionId) conditions.push(sql`d.subscription_id = ${subscriptionId}`);
  if (eventId) conditions.push(sql`d.event_id = ${eventId}`);
  if (provider) conditions.push(sql`m.provider = ${provider}`);
  if (type) conditions.push(sql`m.type = ${type}`);
  if (from) conditions.push(sql`d.created_at >= ${from}`);
  if (until) conditions.push(sql`d.created_at < ${until}`);
  if (status) conditions.push(waitingStatus[status]);
  if (cursor) conditions.push(below(cursor, sql`d.created_at`, sql`d.id`));
  return sql`${waitingDeliveries} where ${all(conditions)}
    order by d.created_at desc, d.id desc limit ${limit + 1}`;
}

const waitingStatus = {
  queued: sql`d.state = 'queued' and d.attempts = 0`,
  retrying: sql`d.state = 'queued' and d.attempts > 0`,
  dead: sql`d.state = 'dead'`,
  delivered: sql`false`,
  discarded: sql`false`,
};

function finishedPart(organizationId: string, input: Input): RawBuilder<unknown> {
  const { status, subscriptionId, eventId, provider, type, from, until, cursor, limit } = input;
  const isWaiting = status !== undefined && status !== 'delivered' && status !== 'discarded';
  const conditions = [
    sql`a.organization_id = ${organizationId}`,
    isWaiting
      ? sql`false`
      : sql`a.outcome = any(${status ? [status] : ['delivered', 'discarded']}::text[])`,
  ];
  if (subscriptionId) conditions.push(sql`a.subscription_id = ${subscriptionId}`);
  if (eventId) conditions.push(sql`a.event_id = ${eventId}`);
  if (provider) conditions.push(sql`a.provider = ${provider}`);
  if (type) conditions.push(sql`a.type = ${type}`);
  if (from) conditions.push(sql`a.attempted_at >= ${from}`);
  if (until) conditions.push(sql`a.attempted_at < ${until}`);
  if (cursor) conditions.push(below(cursor, sql`a.attempted_at`, sql`a.delivery_id`));
  return sql`${finishedDeliveries} where ${all(conditions)}
    order by a.attempted_at desc, a.delivery_id desc limit ${limit + 1}`;
}

const Cursor = z.tuple([
  z.coerce.number().int().min(0).max(8.64e15),
  z.string().regex(/^\d{1,18}$/),
]);

function below(cursor: string, at: RawBuilder<unknown>, id: RawBuilder<unknown>) {
  const parsed = Cursor.safeParse(cursor.split('_'));
  if (!parsed.success) throw invalidField('cursor', 'is not a cursor of this list');
  const [moment, last] = parsed.data;
  return sql`(${at}, ${id}) < (${new Date(moment)}::timestamptz, ${last}::bigint)`;
}
