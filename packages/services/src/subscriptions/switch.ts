import { WebhookLane, type WebhookSubscription } from '@patchbay/db';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { wakeDeliveries } from '../kernel/wake.ts';
import { requireSubscription } from './find.ts';
import { GetSubscriptionInput, type SubscriptionView } from './schemas.ts';
import { viewSubscription } from './view.ts';

/** Takes deliveries up again, with what waited; the breaker starts closed. Errors: `not_found`. */
export const enableSubscription = defineVerb({
  name: 'subscriptions.enable',
  permission: 'webhooks:edit',
  input: GetSubscriptionInput,
  run: (ctx, { subscriptionId }) => turn(ctx, subscriptionId, true),
});

/**
 * Stops deliveries at once. What waits stays in the queue; what happens meanwhile is not queued, and can be replayed.
 * Errors: `not_found`.
 */
export const disableSubscription = defineVerb({
  name: 'subscriptions.disable',
  permission: 'webhooks:edit',
  input: GetSubscriptionInput,
  run: (ctx, { subscriptionId }) => turn(ctx, subscriptionId, false),
});

const turn = (ctx: Permitted, id: string, enabled: boolean): Promise<SubscriptionView> =>
  change(ctx, async (em) => {
    const now = ctx.runtime.clock.now();
    const row = await requireSubscription(em, ctx.principal.organizationId, id, { lock: true });
    if (row.enabled === enabled)
      return { value: await viewSubscription(em, row, now), audit: 'unchanged' };
    const before = { enabled: row.enabled, reason: row.disabledReason ?? null };
    em.assign(row, { ...standing(row, enabled, now), updatedAt: now });
    await em.flush();
    if (enabled) {
      const rested = { failuresInRow: 0, failingSince: null, heldUntil: null };
      await em.nativeUpdate(WebhookLane, { subscription: row.id }, rested);
      await wakeDeliveries(em, [row.id]);
    }
    return {
      value: await viewSubscription(em, row, now),
      audit: {
        action: enabled ? 'subscription.enabled' : 'subscription.disabled',
        subject: { type: 'subscription', id: row.id },
        details: {
          name: row.name,
          before,
          after: { enabled },
          reason: enabled ? null : 'manual',
        },
      },
    };
  });

const standing = (row: WebhookSubscription, enabled: boolean, now: Date) => ({
  enabled,
  disabledReason: enabled ? null : ('manual' as const),
  disabledAt: enabled ? null : now,
  revision: row.revision + 1,
});
