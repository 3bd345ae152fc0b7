import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { sql } from 'kysely';
import type { z } from 'zod';
import { change, defineVerb } from '../kernel/index.ts';
import { wakeDeliveries } from '../kernel/wake.ts';
import { type DeadLettersAnswer, DeadLettersInput, GetDeliveryInput } from './schemas.ts';

type Answer = z.infer<typeof DeadLettersAnswer>;

/**
 * Tries a delivery again now, a dead letter with a whole new schedule. Errors: `not_found` for what is not waiting
 * (what arrived can be replayed).
 */
export const retryDelivery = defineVerb({
  name: 'deliveries.retry',
  permission: 'webhooks:edit',
  input: GetDeliveryInput,
  run: (ctx, { deliveryId }): Promise<Answer> =>
    change(ctx, async (em) => {
      const only = sql`d.id = ${deliveryId}::bigint`;
      const [row] = await requeue(em, ctx.principal.organizationId, only, ctx.runtime.clock.now());
      if (!row) throw new PatchbayError('not_found', 'There is no such delivery that waits.');
      return {
        value: { count: 1 },
        audit: {
          action: 'delivery.retried',
          subject: { type: 'delivery', id: deliveryId },
          details: { eventId: row.eventId, subscriptionId: row.subscriptionId },
        },
      };
    }),
});

/** Tries all dead letters again, of one subscription or of all. Answers how many. */
export const retryDeadLetters = defineVerb({
  name: 'deliveries.retryAll',
  permission: 'webhooks:edit',
  input: DeadLettersInput,
  run: (ctx, { subscriptionId }): Promise<Answer> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const dead = subscriptionId
        ? sql`d.state = 'dead' and d.subscription_id = ${subscriptionId}`
        : sql`d.state = 'dead'`;
      const { length } = await requeue(em, organizationId, dead, ctx.runtime.clock.now());
      if (length === 0) return { value: { count: 0 }, audit: 'unchanged' };
      return {
        value: { count: length },
        audit: {
          action: 'delivery.retried',
          subject: subscriptionId
            ? { type: 'subscription', id: subscriptionId }
            : { type: 'organization', id: organizationId },
          details: { deadLetters: length },
        },
      };
    }),
});

type Requeued = { subscriptionId: string; eventId: string };

async function requeue(
  em: EntityManager,
  organizationId: string,
  chosen: ReturnType<typeof sql>,
  now: Date,
): Promise<Requeued[]> {
  const { rows } = await sql<Requeued>`
    update webhook_deliveries d set state = 'queued', attempts = 0, due_at = ${now}
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
