import { WebhookSubscription } from '@patchbay/db';
import { defineVerb } from '../kernel/index.ts';
import { ListSubscriptionsInput, type SubscriptionView } from './schemas.ts';
import { viewSubscriptions } from './view.ts';

/** The organization's subscriptions with their health, the oldest first. Never a secret. */
export const listSubscriptions = defineVerb({
  name: 'subscriptions.list',
  permission: 'webhooks:read',
  input: ListSubscriptionsInput,
  async run({ runtime, principal: { organizationId } }): Promise<SubscriptionView[]> {
    const em = runtime.orm.em.fork();
    const rows = await em.find(
      WebhookSubscription,
      { organizationId },
      { orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    return viewSubscriptions(em, organizationId, rows, runtime.clock.now());
  },
});
