import { newSigningSecret } from '../deliveries/signature.ts';
import { change, defineVerb } from '../kernel/index.ts';
import { wakeDeliveries } from '../kernel/wake.ts';
import { sealSecret } from './create.ts';
import { requirePush } from './find.ts';
import { type CreatedSubscriptionView, RotateSubscriptionSecretInput } from './schemas.ts';
import { viewSubscription } from './view.ts';

const hourMs = 3_600_000;

/**
 * Makes a new signing secret and answers it once. For the overlap both sign every event, so that a receiver can change
 * over at any moment; an earlier overlap ends. Errors: `not_found`, `conflict` for what is not pushed.
 */
export const rotateSubscriptionSecret = defineVerb({
  name: 'subscriptions.rotateSecret',
  permission: 'webhooks:edit',
  input: RotateSubscriptionSecretInput,
  run: (ctx, { subscriptionId, overlapHours }): Promise<CreatedSubscriptionView> =>
    change(ctx, async (em) => {
      const now = ctx.runtime.clock.now();
      const { organizationId } = ctx.principal;
      const row = await requirePush(em, organizationId, subscriptionId, { lock: true });
      const secret = newSigningSecret();
      const until = overlapHours > 0 ? new Date(now.getTime() + overlapHours * hourMs) : null;
      em.assign(row, {
        previousSecret: until && row.secret,
        previousSecretUntil: until,
        secret: await sealSecret(em, ctx, row.id, secret),
        revision: row.revision + 1,
        updatedAt: now,
      });
      await em.flush();
      await wakeDeliveries(em, [row.id]);
      return {
        value: { ...(await viewSubscription(em, row, now)), secret },
        audit: {
          action: 'subscription.secret_rotated',
          subject: { type: 'subscription', id: row.id },
          details: { name: row.name, overlapHours },
        },
      };
    }),
});
