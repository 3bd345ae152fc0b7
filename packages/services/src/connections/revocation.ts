import type { EntityManager } from '@mikro-orm/postgresql';
import { IntegrationRevocation } from '@patchbay/db';
import {
  isDead,
  isTransient,
  OAuthError,
  type OAuthErrorKind,
  type Provider,
  revokeToken,
  type Settings,
} from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import { type KeptGrant, sealGrant } from './token-texts.ts';

/** What one attempt came to. `later` is worth another try, `refused` is not. */
export type RevocationAttempt =
  | { outcome: 'revoked' | 'unsupported'; error: null }
  | { outcome: 'later' | 'refused'; error: OAuthErrorKind | 'app_missing' };

/**
 * Ends a grant at the provider. Never throws: whatever happens, the connection is ended here.
 * @param settings of the integration, open; those of the app are laid over them
 */
export async function revokeGrant(
  { http, oauth }: Pick<Runtime, 'http' | 'oauth'>,
  provider: Provider,
  settings: Settings,
  grant: KeptGrant,
  signal: AbortSignal,
): Promise<RevocationAttempt> {
  const through = appOf(oauth.sharedApps[provider.key]?.settings, grant);
  if (!through) return { outcome: 'later', error: 'app_missing' };
  const { accessToken, refreshToken } = grant;
  try {
    const whole = { ...settings, ...through.settings };
    const client = through.client;
    const options = { http, settings: whole, signal, accessToken, refreshToken };
    const outcome = await revokeToken(provider, { ...options, ...(client && { client }) });
    return { outcome, error: null };
  } catch (error) {
    if (isDead(error)) return { outcome: 'revoked', error: null };
    if (!(error instanceof OAuthError)) return { outcome: 'later', error: 'unreachable' };
    return { outcome: isTransient(error) ? 'later' : 'refused', error: error.kind };
  }
}

function appOf(shared: Settings | undefined, { app, clientId, clientSecret }: KeptGrant) {
  if (app === 'own') {
    return clientSecret === null
      ? null
      : { settings: {}, client: { id: clientId, secret: clientSecret } };
  }
  return shared ? { settings: shared, client: undefined } : null;
}

export const revocationField = (id: string): string => `revocation.${id}`;

/** Keeps a grant, sealed, until the job `revoke-tokens` has ended it. */
export async function queueRevocation(
  em: EntityManager,
  { keys, clock }: Pick<Runtime, 'keys' | 'clock'>,
  place: { organizationId: string; integrationId: string; provider: string; accountName: string },
  grant: KeptGrant,
): Promise<void> {
  const { organizationId, integrationId, provider, accountName } = place;
  const id = crypto.randomUUID();
  const field = revocationField(id);
  const now = clock.now();
  em.create(IntegrationRevocation, {
    id,
    organizationId,
    integration: integrationId,
    provider,
    accountName,
    sealedGrant: await sealGrant(em, keys, { organizationId, integrationId, field }, grant),
    nextAttemptAt: now,
    createdAt: now,
  });
}
