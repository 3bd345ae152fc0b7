import type { EntityManager } from '@mikro-orm/postgresql';
import type { KeyRing } from '@patchbay/crypto';
import { z } from 'zod';
import { openingDataKeys, openText, sealingDataKey, sealText } from '../vault/index.ts';

type Place = { organizationId: string; integrationId: string };

/** Names under which tokens are sealed: a token moved to another column does not open. */
export const tokenFields = {
  access: 'credential.accessToken',
  refresh: 'credential.refreshToken',
} as const;

/** A whole grant at rest outside the connection it is for, with what is needed to end it at the provider. */
export const KeptGrant = z.object({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  tokenType: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.coerce.date().nullable(),
  refreshExpiresAt: z.coerce.date().nullable(),
  details: z.record(z.string(), z.unknown()),
  connectionType: z.enum(['public', 'internal']),
  app: z.enum(['shared', 'own']),
  clientId: z.string(),
  /** Of the organization's own app, which may be gone from the settings by the time it is needed. */
  clientSecret: z.string().nullable(),
});
export type KeptGrant = z.infer<typeof KeptGrant>;

/** Seals a grant for a row of its own; `field` names the table and the row. */
export async function sealGrant(
  em: EntityManager,
  ring: KeyRing,
  place: Place & { field: string },
  grant: KeptGrant,
): Promise<string> {
  const sealing = await sealingDataKey(em, ring, place.organizationId);
  return sealText(sealing, place, JSON.stringify(grant));
}

/** `null` when it does not open where it stands. */
export async function openGrant(
  em: EntityManager,
  ring: KeyRing,
  place: Place & { field: string },
  sealed: string,
): Promise<KeptGrant | null> {
  const findKey = await openingDataKeys(em, ring, [place.organizationId]);
  const text = await openText(findKey, place, sealed);
  return text === null ? null : KeptGrant.parse(JSON.parse(text));
}

/** Both tokens of a connection, or `null` when the access token does not open. */
export async function openTokens(
  em: EntityManager,
  ring: KeyRing,
  place: Place,
  stored: { accessToken: string; refreshToken?: string | null | undefined },
): Promise<{ accessToken: string; refreshToken: string | null } | null> {
  const findKey = await openingDataKeys(em, ring, [place.organizationId]);
  const accessToken = await openText(
    findKey,
    { ...place, field: tokenFields.access },
    stored.accessToken,
  );
  const refreshToken = stored.refreshToken
    ? await openText(findKey, { ...place, field: tokenFields.refresh }, stored.refreshToken)
    : null;
  if (accessToken === null) return null;
  return { accessToken, refreshToken };
}
