import { defineVerb } from '../kernel/index.ts';
import { requireSubscription } from './find.ts';
import { GetSubscriptionInput, type SubscriptionView } from './schemas.ts';
import { viewSubscription } from './view.ts';

/** Errors: `not_found`, also for another organization's. */
export const getSubscription = defineVerb({
  name: 'subscriptions.get',
  permission: 'webhooks:read',
  input: GetSubscriptionInput,
  async run({ runtime, principal }, { subscriptionId }): Promise<SubscriptionView> {
    const em = runtime.orm.em.fork();
    const row = await requireSubscription(em, principal.organizationId, subscriptionId);
    return viewSubscription(em, row, runtime.clock.now());
  },
});
