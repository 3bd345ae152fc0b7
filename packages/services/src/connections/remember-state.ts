import type { EntityManager } from '@mikro-orm/postgresql';
import { randomToken } from '@patchbay/core';
import { type ConsentPurpose, IntegrationAuthState, type OAuthAppOwner } from '@patchbay/db';
import type { Permitted } from '../kernel/index.ts';
import { sealingDataKey, sealText } from '../vault/index.ts';
import type { FoundConnection } from './find.ts';
import { callbackAddress } from './policy.ts';
import { hashSession, hashState, stateLength, stateMinutes } from './session-binding.ts';

/** Who starts a consent, for what, and where they come back to in the end. */
export type StartPlan = {
  starter: { userId: string; sessionId: string };
  found: FoundConnection;
  returnTo: string;
};
/** Where to send them, and until when they may come back. */
export type Started = { url: URL; expiresAt: Date };

type Asked = {
  app: OAuthAppOwner;
  scopes: string[];
  codeVerifier: string | null;
  /** `connection` unless told. */
  purpose?: ConsentPurpose;
};

/** An expired state is kept for a while, so that whoever comes late is told so. */
const keptMs = 24 * 60 * 60_000;

export const verifierField = (id: string): string => `authState.${id}.codeVerifier`;

/** Stores a new state, as a digest and bound to its starter, and answers it with the address to come back to. */
export async function rememberState(
  em: EntityManager,
  { runtime }: Permitted,
  { starter, found, returnTo }: StartPlan,
  { app, scopes, codeVerifier, purpose = 'connection' }: Asked,
): Promise<{ state: string; redirectUri: string; expiresAt: Date }> {
  const { row, provider } = found;
  const { organizationId, id: integration } = row;
  const now = runtime.clock.now();
  await em.nativeDelete(IntegrationAuthState, {
    integration,
    expiresAt: { $lt: new Date(now.getTime() - keptMs) },
  });
  const state = randomToken(stateLength);
  const id = crypto.randomUUID();
  const expiresAt = new Date(now.getTime() + stateMinutes * 60_000);
  const redirectUri = callbackAddress(runtime, provider);
  const sealing = await sealingDataKey(em, runtime.keys, organizationId);
  const place = { organizationId, integrationId: integration, field: verifierField(id) };
  em.create(IntegrationAuthState, {
    id,
    organizationId,
    integration,
    provider: provider.key,
    purpose,
    stateHash: await hashState(state),
    sessionHash: await hashSession(starter.sessionId, starter.userId),
    userId: starter.userId,
    connectionType: provider.consent ? 'internal' : 'public',
    app,
    scopes,
    codeVerifier: codeVerifier && (await sealText(sealing, place, codeVerifier)),
    redirectUri,
    returnTo,
    expiresAt,
    createdAt: now,
  });
  return { state, redirectUri, expiresAt };
}
