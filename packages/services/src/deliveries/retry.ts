import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { defineVerb } from '../kernel/index.ts';
import { wakeDeliveries } from '../kernel/wake.ts';
import { DeadLettersInput, GetDeliveryInput } from './schemas.ts';
import { type Decision, decideDead, decideOne, type Settled } from './waiting.ts';

const decision: Decision = { action: 'delivery.retried', settle: requeue };

/**
 * Tries a delivery again now, a dead letter with a whole new schedule. Errors: `not_found` for what is not waiting
 * (what arrived can be replayed).
 */
export const retryDelivery = defineVerb({
  name: 'deliveries.retry',
  permission: 'webhooks:edit',
  input: GetDeliveryInput,
  run: (ctx, { deliveryId }) => decideOne(ctx, decision, deliveryId),
});

/** Tries all dead letters again, of one subscription or of all. Answers how many. */
export const retryDeadLetters = defineVerb({
  name: 'deliveries.retryAll',
  permission: 'webhooks:edit',
  input: DeadLettersInput,
  run: (ctx, { subscriptionId }) => decideDead(ctx, decision, subscriptionId),
});

async function requeue(
  em: EntityManager,
  organizationId: string,
  chosen: RawBuilder<unknown>,
  now: Date,
): Promise<Settled[]> {
  const { rows } = await sql<Settled>`
    update webhook_deliveries d set state = 'queued', attempts = 0, due_at = ${now},
      created_at = case when d.state = 'dead' then ${now} else d.created_at end
    from webhook_subscriptions s
    where s.id = d.subscription_id and s.organization_id = ${organizationId} and ${chosen}
    returning d.subscription_id as "subscriptionId", d.event_id as "eventId"`.execute(
    em.getKysely(),
  );
  await wakeDeliveries(
    em,
    rows.map(({ subscriptionId }) => subscriptionId),
  );
  return rows;
}
