import type { EntityManager } from '@mikro-orm/postgresql';
import { type IntegrationCredential, User } from '@patchbay/db';
import {
  type ConnectionWayView,
  connectionWays,
  missingFor,
  type Provider,
  requiredScopes,
  type Settings,
  scopeDrift,
} from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import { brokenSentences } from './broken.ts';
import { type FoundConnection, pendingOf } from './find.ts';
import { accessOf, appFor, hasConsent, isInternal } from './policy.ts';
import { ConnectionView, type ConnectionWay } from './schemas.ts';

/** The connection of an integration as people may see it: three queries, and no secret in it. */
export async function viewConnection(
  em: EntityManager,
  runtime: Runtime,
  found: FoundConnection,
): Promise<ConnectionView> {
  const { row, provider, credential } = found;
  const ways = connectionWays(provider).map((way) => wayOf(runtime, provider, row.settings, way));
  const usable = ways.find(({ allowed }) => allowed);
  const internal = credential === null && isInternal(provider, row.settings);
  return ConnectionView.parse({
    integrationId: row.id,
    provider: row.provider,
    ...stateOf(credential, internal),
    ...factsOf(provider, credential),
    account: accountOf(row, credential),
    connectedBy: await personOf(em, credential?.connectedBy),
    lastUsedAt: row.lastUsedAt ?? null,
    pending: await pendingView(em, row.id, runtime.clock.now()),
    ways,
    allowed: usable !== undefined,
    reason: usable ? null : (ways[0]?.reason ?? 'This provider needs no connection.'),
  });
}

function stateOf(credential: IntegrationCredential | null, internal: boolean) {
  if (!credential) {
    const connectionType = internal ? ('internal' as const) : null;
    return { state: internal ? 'connected' : 'none', connectionType, broken: null };
  }
  const { connectionType, brokenAt, brokenReason } = credential;
  if (!brokenAt || !brokenReason) return { state: 'connected', connectionType, broken: null };
  const message = brokenSentences[brokenReason];
  const broken = { reason: brokenReason, message, since: brokenAt };
  return { state: 'needs_reconnection', connectionType, broken };
}

function factsOf(provider: Provider, credential: IntegrationCredential | null) {
  const required = hasConsent(provider) ? requiredScopes(provider) : [];
  const granted = credential?.scopes ?? [];
  const { missing } = credential ? scopeDrift(required, granted) : { missing: [] };
  return {
    app: credential?.app ?? null,
    scopes: { granted, required, missing },
    expiresAt: credential?.expiresAt ?? null,
    renews: Boolean(credential?.refreshToken),
    grantExpiresAt: credential?.refreshTokenExpiresAt ?? null,
    trouble: credential && troubleOf(credential),
    connectedAt: credential?.connectedAt ?? null,
    lastRefreshedAt: credential?.lastRefreshedAt ?? null,
  };
}

function accountOf(row: FoundConnection['row'], credential: IntegrationCredential | null) {
  if (credential) {
    const { accountId: id, accountName: name, accountDetails: details } = credential;
    return { id, name, details };
  }
  const { accountId: id, accountName: name } = row;
  return id && name ? { id, name, details: {} } : null;
}

function troubleOf({ refreshError, refreshFailures, refreshRetryAt }: IntegrationCredential) {
  if (!refreshError) return null;
  return { code: refreshError, failures: refreshFailures, nextTryAt: refreshRetryAt ?? null };
}

function wayOf(
  runtime: Runtime,
  provider: Provider,
  stored: Settings,
  { type, title, about, kind, scopes }: ConnectionWayView,
): ConnectionWay {
  const isOAuth = kind === 'oauth2';
  const consent = isOAuth || provider.consent !== undefined;
  const access = accessOf(runtime, provider, type);
  // A sealed secret counts as given: only whether there is one matters here.
  const through = isOAuth ? appFor(runtime, provider, stored) : null;
  const missing = missingFor(provider, type, through?.settings ?? stored);
  const isReady = access.allowed && (!isOAuth || (through !== null && missing.length === 0));
  return {
    type,
    title,
    about,
    consent,
    allowed: isReady,
    reason: access.reason ?? (isReady ? null : reasonOf(missing)),
    missing,
    app: through?.app ?? null,
    scopes,
  };
}

const reasonOf = (missing: string[]): string =>
  missing.length > 0
    ? 'Some settings have to be filled in first.'
    : 'There is no app yet: enter the client id and secret of your own, or ask the operator to share one.';

async function personOf(em: EntityManager, id: string | null | undefined) {
  if (!id) return null;
  const user = await em.findOne(User, { id }, { fields: ['id', 'name'] });
  return user && { id: user.id, name: user.name };
}

async function pendingView(em: EntityManager, integrationId: string, now: Date) {
  const pending = await pendingOf(em, integrationId, now);
  if (!pending) return null;
  const { id, accountId, accountName, expiresAt } = pending;
  return { id, accountId, accountName, expiresAt };
}
