import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { IntegrationCredential, type StoredSettings } from '@patchbay/db';
import { missingFor } from '@patchbay/providers';
import type { Found } from '../integrations/find.ts';
import type { Permitted } from '../kernel/index.ts';
import { accessOf, isInternal } from './policy.ts';

/** `wired`: with these settings calls can be signed. `open`: a connection has to be made first. */
export type Wiring = 'wired' | 'open';

/**
 * Whether settings, with the connection that exists, are enough to sign calls. The two ways of one provider are
 * never mixed in an organization.
 * @throws PatchbayError `conflict` for a pasted credential beside a connection, `forbidden` for a way that the
 *   operator does not allow
 */
export async function wiringOf(
  em: EntityManager,
  { runtime }: Permitted,
  { row, provider }: Found,
  settings: StoredSettings,
): Promise<Wiring> {
  if (!provider.connections) return 'wired';
  const isConnected = (await em.count(IntegrationCredential, { integration: row.id })) > 0;
  const internal = isInternal(provider, settings);
  if (isConnected && internal) {
    throw new PatchbayError(
      'conflict',
      'This integration is connected through the consent page. Disconnect it before entering a token.',
    );
  }
  if (!internal) return isConnected ? 'wired' : 'open';
  const access = accessOf(runtime, provider, 'internal');
  if (access.allowed) return 'wired';
  throw new PatchbayError('forbidden', access.reason ?? 'Not allowed.');
}

/** The fields that a pasted credential consists of. */
export const internalFields = ({ provider }: Found): string[] =>
  missingFor(provider, 'internal', {});
