import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { sql } from 'kysely';
import type { z } from 'zod';
import { change, defineVerb } from '../kernel/index.ts';
import { type DeadLettersAnswer, DeadLettersInput, GetDeliveryInput } from './schemas.ts';

type Answer = z.infer<typeof DeadLettersAnswer>;

/** Gives a delivery up for good; the record keeps it as discarded. Errors: `not_found` for what is not waiting. */
export const discardDelivery = defineVerb({
  name: 'deliveries.discard',
  permission: 'webhooks:edit',
  input: GetDeliveryInput,
  run: (ctx, { deliveryId }): Promise<Answer> =>
    change(ctx, async (em) => {
      const only = sql`d.id = ${deliveryId}::bigint`;
      const [row] = await discard(em, ctx.principal.organizationId, only, ctx.runtime.clock.now());
      if (!row) throw new PatchbayError('not_found', 'There is no such delivery that waits.');
      return {
        value: { count: 1 },
        audit: {
          action: 'delivery.discarded',
          subject: { type: 'delivery', id: deliveryId },
          details: { eventId: row.eventId, subscriptionId: row.subscriptionId },
        },
      };
    }),
});

/** Gives all dead letters up, of one subscription or of all. Answers how many. */
export const discardDeadLetters = defineVerb({
  name: 'deliveries.discardAll',
  permission: 'webhooks:edit',
  input: DeadLettersInput,
  run: (ctx, { subscriptionId }): Promise<Answer> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const dead = subscriptionId
        ? sql`d.state = 'dead' and d.subscription_id = ${subscriptionId}`
        : sql`d.state = 'dead'`;
      const { length } = await discard(em, organizationId, dead, ctx.runtime.clock.now());
      if (length === 0) return { value: { count: 0 }, audit: 'unchanged' };
      return {
        value: { count: length },
        audit: {
          action: 'delivery.discarded',
          subject: subscriptionId
            ? { type: 'subscription', id: subscriptionId }
            : { type: 'organization', id: organizationId },
          details: { deadLetters: length },
        },
      };
    }),
});

type Discarded = { subscriptionId: string; eventId: string };

async function discard(
  em: EntityManager,
  organizationId: string,
  chosen: ReturnType<typeof sql>,
  now: Date,
): Promise<Discarded[]> {
  const { rows } = await sql<Discarded>`
    with gone as (
      delete from webhook_deliveries d using webhook_subscriptions s
      where s.id = d.subscription_id and s.organization_id = ${organizationId} and ${chosen}
      returning d.*),
    logged as (
      insert into webhook_attempts (delivery_id, number, attempted_at, organization_id, subscription_id, position,
        message_created_at, event_id, provider, type, outcome, http_status, error, latency_ms, queued_at, replay_id)
      select g.id, g.attempts, ${now}, g.organization_id, g.subscription_id, g.position, g.message_created_at,
        g.event_id, coalesce(m.provider, ''), coalesce(m.type, ''), 'discarded', g.last_status, g.last_error, 0,
        g.created_at, g.replay_id
      from gone g left join lateral (select * from webhook_messages m where m.organization_id = g.organization_id
        and m.position = g.position and m.created_at = g.message_created_at limit 1) m on true)
    select subscription_id as "subscriptionId", event_id as "eventId" from gone`.execute(
    em.getKysely(),
  );
  return rows;
}
