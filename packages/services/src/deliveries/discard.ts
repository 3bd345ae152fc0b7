import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { defineVerb } from '../kernel/index.ts';
import { DeadLettersInput, GetDeliveryInput } from './schemas.ts';
import { type Decision, decideDead, decideOne, type Settled } from './waiting.ts';

const decision: Decision = { action: 'delivery.discarded', settle: discard };

/** Gives a delivery up for good; the record keeps it as discarded. Errors: `not_found` for what is not waiting. */
export const discardDelivery = defineVerb({
  name: 'deliveries.discard',
  permission: 'webhooks:edit',
  input: GetDeliveryInput,
  run: (ctx, { deliveryId }) => decideOne(ctx, decision, deliveryId),
});

/** Gives all dead letters up, of one subscription or of all. Answers how many. */
export const discardDeadLetters = defineVerb({
  name: 'deliveries.discardAll',
  permission: 'webhooks:edit',
  input: DeadLettersInput,
  run: (ctx, { subscriptionId }) => decideDead(ctx, decision, subscriptionId),
});

async function discard(
  em: EntityManager,
  organizationId: string,
  chosen: RawBuilder<unknown>,
  now: Date,
): Promise<Settled[]> {
  const { rows } = await sql<Settled>`
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
