import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { IntegrationCredential, IntegrationPendingGrant } from '@patchbay/db';
import { type Found, requireIntegration } from '../integrations/find.ts';
import type { IntegrationRef } from '../integrations/schemas.ts';
import { hasConsent } from './policy.ts';

/** An integration with its connection, if it has one. */
export type FoundConnection = Found & { credential: IntegrationCredential | null };

/** @throws PatchbayError `not_found` */
export async function requireConnection(
  em: EntityManager,
  organizationId: string,
  ref: IntegrationRef,
  { lock = false } = {},
): Promise<FoundConnection> {
  const found = await requireIntegration(em, organizationId, ref, { lock });
  return { ...found, credential: await credentialOf(em, found.row.id, { lock }) };
}

/** Always after the integration's own row: whoever takes both locks takes them in this order. */
export const credentialOf = (
  em: EntityManager,
  integrationId: string,
  { lock = false } = {},
): Promise<IntegrationCredential | null> =>
  em.findOne(
    IntegrationCredential,
    { integration: integrationId },
    lock ? { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } : {},
  );

/** A grant for another account that still waits for an answer. */
export const pendingOf = (
  em: EntityManager,
  integrationId: string,
  now: Date,
): Promise<IntegrationPendingGrant | null> =>
  em.findOne(IntegrationPendingGrant, { integration: integrationId, expiresAt: { $gt: now } });

/** @throws PatchbayError `conflict` for a provider without a consent page */
export function requireConsent({ provider }: Found): void {
  if (hasConsent(provider)) return;
  throw new PatchbayError(
    'conflict',
    'This provider is not connected through a consent page; enter its credentials.',
  );
}
