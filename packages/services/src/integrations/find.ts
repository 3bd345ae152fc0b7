import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { IntegrationConfig } from '@patchbay/db';
import { findProvider, type Provider } from '@patchbay/providers';
import type { IntegrationRef } from './schemas.ts';

/** An integration's row with its provider's definition. */
export type Found = { row: IntegrationConfig; provider: Provider };

/**
 * The organization's integration; `lock` keeps other writers out until commit.
 * @throws PatchbayError `not_found`, also for another organization's id and for a provider that left the catalog
 */
export async function requireIntegration(
  em: EntityManager,
  organizationId: string,
  ref: IntegrationRef,
  { lock = false } = {},
): Promise<Found> {
  if (ref.provider !== undefined && !findProvider(ref.provider)) throw noSuchIntegration();
  const row = await em.findOne(
    IntegrationConfig,
    { organizationId, ...(ref.id === undefined ? { provider: ref.provider } : { id: ref.id }) },
    lock ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {},
  );
  const provider = row ? findProvider(row.provider) : undefined;
  if (!row || !provider) throw noSuchIntegration();
  return { row, provider };
}

export const noSuchIntegration = () =>
  new PatchbayError('not_found', 'There is no such integration.');
