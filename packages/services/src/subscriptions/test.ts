import { randomUUID } from 'node:crypto';
import { PatchbayError } from '@patchbay/core';
import type { Letter } from '../deliveries/headers.ts';
import { envelope } from '../deliveries/outbox.ts';
import { post } from '../deliveries/post.ts';
import { signingSecrets } from '../deliveries/secrets.ts';
import { webhookIdOf } from '../deliveries/signature.ts';
import { defineVerb } from '../kernel/index.ts';
import { ownProvider } from '../kernel/product-events.ts';
import { requirePush } from './find.ts';
import { GetSubscriptionInput, type SubscriptionTestView } from './schemas.ts';

/**
 * Posts a signed event of the type `patchbay.test` at once and answers what the receiver said; nothing is queued, counted
 * or repeated. Works while disabled. Errors: `not_found`, `conflict` for what is not pushed or whose secret is unreadable.
 */
export const testSubscription = defineVerb({
  name: 'subscriptions.test',
  permission: 'webhooks:edit',
  input: GetSubscriptionInput,
  async run(ctx, { subscriptionId }): Promise<SubscriptionTestView> {
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    const em = runtime.orm.em.fork();
    const now = runtime.clock.now();
    const row = await requirePush(em, organizationId, subscriptionId);
    const sealed = {
      organizationId,
      subscriptionId,
      secret: row.secret,
      previousSecret: row.previousSecret ?? null,
      previousSecretUntil: row.previousSecretUntil?.getTime() ?? null,
    };
    const secrets = await signingSecrets(em, runtime.keys, sealed, now);
    if (secrets === null)
      throw new PatchbayError('conflict', 'The secret cannot be opened any more; make a new one.');
    const letter = testLetter(row.name, now);
    const stop = ctx.signal ?? new AbortController().signal;
    const { result, latencyMs, answer } = await post(
      runtime.http,
      { url: row.url, secrets },
      letter,
      stop,
    );
    const httpStatus = result.kind === 'answered' ? result.status : null;
    return {
      ok: httpStatus !== null && httpStatus >= 200 && httpStatus < 300,
      webhookId: webhookIdOf(letter.eventId),
      httpStatus,
      error: result.kind === 'answered' ? null : result.message,
      latencyMs,
      answer,
    };
  },
});

function testLetter(name: string, now: Date): Letter {
  const type = 'patchbay.test';
  const data = { message: 'This is a test of your subscription.', subscription: name };
  return {
    eventId: randomUUID(),
    provider: ownProvider,
    source: null,
    type,
    channel: null,
    receivedAt: now,
    contentType: 'application/json',
    headers: {},
    body: Buffer.from(envelope({ type, occurredAt: now.getTime(), data })),
    attempt: 1,
    isReplay: false,
  };
}
