import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { WebhookEndpoint } from '@patchbay/db';
import { findWebhooks, type Webhooks } from '@patchbay/providers';

export type FoundSource = { row: WebhookEndpoint; webhooks: Webhooks };

/**
 * The organization's source; `lock` keeps other writers out until commit.
 * @throws PatchbayError `not_found`, also for another organization's id and for a removed one
 */
export async function requireSource(
  em: EntityManager,
  organizationId: string,
  id: string,
  { lock = false } = {},
): Promise<FoundSource> {
  const row = await em.findOne(
    WebhookEndpoint,
    { id, organizationId, removedAt: null },
    lock ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {},
  );
  const webhooks = row ? findWebhooks(row.provider) : undefined;
  if (!row || !webhooks) throw new PatchbayError('not_found', 'There is no such source.');
  return { row, webhooks };
}
