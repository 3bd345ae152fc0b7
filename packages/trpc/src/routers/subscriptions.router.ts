import { services } from '@patchbay/services';
import {
  CreatedSubscriptionView,
  CreateSubscriptionInput,
  GetSubscriptionInput,
  RemovedSubscriptionView,
  RotateSubscriptionSecretInput,
  SubscriptionTestView,
  SubscriptionView,
  UpdateSubscriptionInput,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest, restCreate } from '../rest/meta.ts';

/** Programs that want events: posted to their URL, or read by themselves (`webhooks.events`, `webhooks.stream`). */
export const subscriptionsRouter = router({
  /** All of them with their health; never a secret. Needs `webhooks:read`. */
  list: member
    .meta(rest('GET', '/webhooks/subscriptions', 'List the subscriptions'))
    .output(z.array(SubscriptionView))
    .query(({ ctx }) => services.subscriptions.list(ctx.inside, {})),

  /** One with its health. Needs `webhooks:read`. */
  get: member
    .meta(rest('GET', '/webhooks/subscriptions/{subscriptionId}', 'Read a subscription'))
    .input(GetSubscriptionInput)
    .output(SubscriptionView)
    .query(({ ctx, input }) => services.subscriptions.get(ctx.inside, input)),

  /**
   * Makes one; events from now on go to it. The signing secret (`whsec_…`, Standard Webhooks 1.0) is answered once.
   * `invalid_input` for an address that may not be sent to. Needs `webhooks:edit`.
   */
  create: member
    .meta(restCreate('/webhooks/subscriptions', 'Subscribe a program to events'))
    .input(CreateSubscriptionInput)
    .output(CreatedSubscriptionView)
    .mutation(({ ctx, input }) => services.subscriptions.create(ctx.inside, input)),

  /** Changes what is given. What waits goes to the new address. Needs `webhooks:edit`. */
  update: member
    .meta(rest('PATCH', '/webhooks/subscriptions/{subscriptionId}', 'Change a subscription'))
    .input(UpdateSubscriptionInput)
    .output(SubscriptionView)
    .mutation(({ ctx, input }) => services.subscriptions.update(ctx.inside, input)),

  /** Makes a new secret and answers it once; both sign for the overlap. Needs `webhooks:edit`. */
  rotateSecret: member
    .meta(rest('POST', '/webhooks/subscriptions/{subscriptionId}/secret', 'Rotate its secret'))
    .input(RotateSubscriptionSecretInput)
    .output(CreatedSubscriptionView)
    .mutation(({ ctx, input }) => services.subscriptions.rotateSecret(ctx.inside, input)),

  /** Takes deliveries up again, with what waited. Needs `webhooks:edit`. */
  enable: member
    .meta(rest('POST', '/webhooks/subscriptions/{subscriptionId}/enable', 'Enable a subscription'))
    .input(GetSubscriptionInput)
    .output(SubscriptionView)
    .mutation(({ ctx, input }) => services.subscriptions.enable(ctx.inside, input)),

  /** Stops deliveries; what waits stays, what happens meanwhile can be replayed. Needs `webhooks:edit`. */
  disable: member
    .meta(
      rest('POST', '/webhooks/subscriptions/{subscriptionId}/disable', 'Disable a subscription'),
    )
    .input(GetSubscriptionInput)
    .output(SubscriptionView)
    .mutation(({ ctx, input }) => services.subscriptions.disable(ctx.inside, input)),

  /** Removes it with what waits for it. Needs `webhooks:edit`. */
  remove: member
    .meta(rest('DELETE', '/webhooks/subscriptions/{subscriptionId}', 'Remove a subscription'))
    .input(GetSubscriptionInput)
    .output(RemovedSubscriptionView)
    .mutation(({ ctx, input }) => services.subscriptions.remove(ctx.inside, input)),

  /** Posts a signed test event at once and answers what the receiver said. Needs `webhooks:edit`. */
  test: member
    .meta(rest('POST', '/webhooks/subscriptions/{subscriptionId}/test', 'Send a test event'))
    .input(GetSubscriptionInput)
    .output(SubscriptionTestView)
    .mutation(({ ctx, input }) => services.subscriptions.test(ctx.inside, input)),
});
