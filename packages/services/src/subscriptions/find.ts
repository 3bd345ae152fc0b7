import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { invalidField, PatchbayError } from '@patchbay/core';
import { WebhookSubscription } from '@patchbay/db';
import { OutboundError } from '@patchbay/providers';
import { requireReceiver } from '../deliveries/post.ts';
import type { Runtime } from '../kernel/index.ts';

/** @throws PatchbayError `not_found`, also for another organization's */
export async function requireSubscription(
  em: EntityManager,
  organizationId: string,
  subscriptionId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<WebhookSubscription> {
  const row = await em.findOne(
    WebhookSubscription,
    { organizationId, id: subscriptionId },
    lock ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {},
  );
  if (!row) throw new PatchbayError('not_found', 'There is no such subscription.');
  return row;
}

/** A push subscription. Errors: `not_found`; `conflict` for one that programs read by themselves. */
export async function requirePush(
  em: EntityManager,
  organizationId: string,
  subscriptionId: string,
  options: { lock?: boolean } = {},
): Promise<WebhookSubscription & { url: string; secret: string }> {
  const row = await requireSubscription(em, organizationId, subscriptionId, options);
  const { url, secret } = row;
  if (row.kind === 'push' && url && secret) return Object.assign(row, { url, secret });
  throw new PatchbayError('conflict', 'Nothing is posted to this subscription: programs read it.');
}

/** Refuses what could never be delivered to, naming the field. What a name resolves to is checked at every attempt. */
export function checkUrl({ http, oauth, webhooksUrl }: Runtime, url: string): string {
  try {
    const address = requireReceiver(http, url);
    const own = [oauth.publicUrl, webhooksUrl ?? oauth.publicUrl].map((base) => new URL(base).host);
    if (own.includes(address.host))
      throw new OutboundError('refused', 'This is the address of this Patchbay itself.');
    return address.href;
  } catch (error) {
    if (error instanceof OutboundError) throw invalidField('url', error.message);
    throw error;
  }
}

/** What the record keeps of an address: its path and query can hold a secret. */
export const onRecord = (url: string | null | undefined): string | null =>
  url ? new URL(url).origin : null;
