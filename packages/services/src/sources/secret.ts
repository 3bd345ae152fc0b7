import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { invalidField, randomToken } from '@patchbay/core';
import { toHex } from '@patchbay/crypto';
import { WebhookSecret } from '@patchbay/db';
import type { Verifier, Webhooks } from '@patchbay/providers';
import type { Permitted } from '../kernel/index.ts';
import { sealingDataKey, sealText } from '../vault/index.ts';
import { verifierKey } from '../webhooks/keys.ts';
import { secretPlace } from '../webhooks/source.ts';

/** What a source is given: a secret that a person entered, or one that is made here and shown once. */
export type NewSecret = { text: string; isMade: boolean };

const madeCharacters = 40;

/**
 * The secret for a source; null where none is due yet, because the provider will send it or the settings hold it.
 * @throws PatchbayError `invalid_input` on `secret`
 */
export async function newSecret(
  webhooks: Webhooks,
  verifier: Verifier,
  entered: string | undefined,
): Promise<NewSecret | null> {
  const { origin, shape, field } = webhooks.secret;
  if (entered === undefined) {
    const made = origin === 'generated' || webhooks.rules === null ? makeSecret(verifier) : null;
    if (made) return { text: made, isMade: true };
    if (origin === 'captured' || field !== undefined) return null;
    throw invalidField('secret', 'Enter the secret that the sender shows.');
  }
  if (origin === 'generated') throw invalidField('secret', 'is made here');
  if (origin === 'captured') throw invalidField('secret', 'comes from the provider by itself');
  const text = entered.trim();
  if (shape && !shape.regex.test(text)) throw invalidField('secret', shape.message);
  if ((await verifierKey(verifier, text)) === null)
    throw invalidField('secret', 'has not the form that the verifier needs');
  return { text, isMade: false };
}

/** 200 random bits or more, in the form that the verifier takes; null where only the sender can make one. */
function makeSecret(verifier: Verifier): string | null {
  if (verifier.kind === 'ed25519') return null;
  if (verifier.kind !== 'hmac' || verifier.key.encoding === 'utf8')
    return randomToken(madeCharacters);
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const { encoding, prefix } = verifier.key;
  if (encoding === 'hex') return prefix + toHex(bytes);
  return prefix + Buffer.from(bytes).toString(encoding);
}

/** Seals a secret as the source's current one. */
export async function addSecret(
  em: EntityManager,
  ctx: Permitted,
  endpoint: { id: string; organizationId: string },
  text: string,
): Promise<void> {
  const { actor, organizationId } = ctx.principal;
  const id = randomUUID();
  const key = await sealingDataKey(em, ctx.runtime.keys, organizationId);
  em.create(WebhookSecret, {
    id,
    organizationId,
    endpoint: endpoint.id,
    sealed: await sealText(key, secretPlace(endpoint, id), text),
    createdBy: actor.type === 'user' ? actor.id : null,
    createdAt: ctx.runtime.clock.now(),
  });
  await em.flush();
}

/** Ends the current secret at a moment; earlier ones end when they were going to, but not later than it. */
export async function endSecrets(em: EntityManager, endpoint: string, at: Date): Promise<void> {
  await em.nativeUpdate(
    WebhookSecret,
    { endpoint, $or: [{ expiresAt: null }, { expiresAt: { $gt: at } }] },
    { expiresAt: at },
  );
}
