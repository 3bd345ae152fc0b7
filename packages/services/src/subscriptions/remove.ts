import type { z } from 'zod';
import { change, defineVerb } from '../kernel/index.ts';
import { onRecord, requireSubscription } from './find.ts';
import { GetSubscriptionInput, type RemovedSubscriptionView } from './schemas.ts';

/** Removes a subscription with what waits for it and its dead letters. Attempts stay on record. Errors: `not_found`. */
export const removeSubscription = defineVerb({
  name: 'subscriptions.remove',
  permission: 'webhooks:edit',
  input: GetSubscriptionInput,
  run: (ctx, { subscriptionId }): Promise<z.infer<typeof RemovedSubscriptionView>> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const row = await requireSubscription(em, organizationId, subscriptionId, { lock: true });
      const { id, name, kind, url } = row;
      await em.remove(row).flush();
      return {
        value: { id },
        audit: {
          action: 'subscription.removed',
          subject: { type: 'subscription', id },
          details: { before: { name, kind, url: onRecord(url) }, after: null },
        },
      };
    }),
});
