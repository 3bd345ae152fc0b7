import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { invalidField } from '@patchbay/core';
import { WebhookLane, WebhookStream, WebhookSubscription } from '@patchbay/db';
import type { z } from 'zod';
import { secretPlace } from '../deliveries/secrets.ts';
import { newSigningSecret } from '../deliveries/signature.ts';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { sealingDataKey, sealText } from '../vault/index.ts';
import { checkUrl, onRecord } from './find.ts';
import { type CreatedSubscriptionView, CreateSubscriptionInput } from './schemas.ts';
import { viewSubscription } from './view.ts';

/**
 * Makes a subscription; events handed on from now on go to it. The signing secret of a push subscription is answered
 * here and never again. Errors: `invalid_input` for an address that may not be sent to.
 */
export const createSubscription = defineVerb({
  name: 'subscriptions.create',
  permission: 'webhooks:edit',
  input: CreateSubscriptionInput,
  async run(ctx, input): Promise<CreatedSubscriptionView> {
    const url = urlOf(ctx, input);
    const secret = url === null ? null : newSigningSecret();
    return change(ctx, async (em) => {
      const now = ctx.runtime.clock.now();
      const { actor, organizationId } = ctx.principal;
      const id = randomUUID();
      const stream = await em.findOne(WebhookStream, { organizationId });
      const row = em.create(WebhookSubscription, {
        id,
        organizationId,
        name: input.name,
        kind: input.kind,
        url,
        secret: secret && (await sealSecret(em, ctx, id, secret)),
        filter: input.filter,
        ordered: input.kind === 'push' && input.ordered,
        // Who reads begins where who is posted to begins: with what comes from now on.
        ackedPosition: url === null ? (stream?.lastPosition ?? 0) : null,
        createdBy: actor.type === 'user' ? actor.id : null,
        createdAt: now,
        updatedAt: now,
      });
      await em.flush();
      if (url !== null) {
        em.create(WebhookLane, { subscription: id });
        await em.flush();
      }
      const { name, kind, filter, ordered } = row;
      return {
        value: { ...(await viewSubscription(em, row, now)), secret },
        audit: {
          action: 'subscription.created',
          subject: { type: 'subscription', id },
          details: { before: null, after: { name, kind, url: onRecord(url), filter, ordered } },
        },
      };
    });
  },
});

function urlOf(
  { runtime }: Permitted,
  { kind, url }: z.output<typeof CreateSubscriptionInput>,
): string | null {
  if (kind !== 'push') {
    if (url === undefined) return null;
    throw invalidField('url', 'Only what is pushed has an address.');
  }
  if (url === undefined) throw invalidField('url', 'Give the address.');
  return checkUrl(runtime, url);
}

/** Seals a signing secret to its subscription. */
export async function sealSecret(
  em: EntityManager,
  { runtime, principal: { organizationId } }: Permitted,
  subscriptionId: string,
  secret: string,
): Promise<string> {
  const sealing = await sealingDataKey(em, runtime.keys, organizationId);
  return sealText(sealing, secretPlace(organizationId, subscriptionId), secret);
}
