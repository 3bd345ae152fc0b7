import { PatchbayError } from '@patchbay/core';
import { WebhookAttempt } from '@patchbay/db';
import { sql } from 'kysely';
import { defineVerb } from '../kernel/index.ts';
import { type DeliveryDetailView, GetDeliveryInput } from './schemas.ts';
import { type DeliveryRow, finishedDeliveries, toDeliveryView, waitingDeliveries } from './view.ts';

/** One delivery with its attempts, the first one first. Errors: `not_found`, also for another organization's. */
export const getDelivery = defineVerb({
  name: 'deliveries.get',
  permission: 'webhooks:read',
  input: GetDeliveryInput,
  async run({ runtime, principal }, { deliveryId }): Promise<DeliveryDetailView> {
    const { organizationId } = principal;
    const em = runtime.orm.em.fork();
    const { rows } = await sql<DeliveryRow>`
      (${waitingDeliveries} where s.organization_id = ${organizationId} and d.id = ${deliveryId}::bigint)
      union all (${finishedDeliveries} where a.organization_id = ${organizationId}
        and a.delivery_id = ${deliveryId}::bigint and a.outcome in ('delivered', 'discarded'))
      limit 1`.execute(em.getKysely());
    const [row] = rows;
    if (!row) throw new PatchbayError('not_found', 'There is no such delivery.');
    const attempts = await em.find(
      WebhookAttempt,
      { organizationId, deliveryId },
      { orderBy: { attemptedAt: 'asc' }, disableIdentityMap: true },
    );
    const history = attempts.map((attempt) => ({
      number: attempt.number,
      attemptedAt: attempt.attemptedAt,
      outcome: attempt.outcome,
      httpStatus: attempt.httpStatus ?? null,
      error: attempt.error ?? null,
      latencyMs: attempt.latencyMs,
      answer: attempt.answer ?? null,
    }));
    return { ...toDeliveryView(row), history };
  },
});
