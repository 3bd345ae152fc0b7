import { asUser, memberRoles, PatchbayError, roleHas } from '@patchbay/core';
import { IntegrationPendingGrant } from '@patchbay/db';
import {
  type ConnectedAccount,
  clientOf,
  exchangeCode,
  fetchAccount,
  findProvider,
  IdentifierTaken,
  OAuthError,
  type Provider,
  readCallback,
  requiredScopes,
  type Settings,
  scopeDrift,
  type TokenGrant,
} from '@patchbay/providers';
import { sql } from 'kysely';
import { finishAccountConsent } from '../accounts/finish-consent.ts';
import { change, type Permitted, type Runtime } from '../kernel/index.ts';
import { openingDataKeys, openSettings, openText } from '../vault/index.ts';
import { otherWay } from './authorize.ts';
import { type ClaimedState, claimState } from './claim-state.ts';
import { type FoundConnection, requireConnection } from './find.ts';
import type { FinishErrorKind, FinishResult } from './finish-result.ts';
import { finishPasswordConsent } from './password-consent.ts';
import { accessOf, hasConsent, isInternal, settingsThrough } from './policy.ts';
import { verifierField } from './remember-state.ts';
import { queueRevocation } from './revocation.ts';
import type { BrowserSession } from './session-binding.ts';
import { dropPending, pendingField } from './sever.ts';
import { storeConnection } from './store.ts';
import { type KeptGrant, sealGrant } from './token-texts.ts';

export type Callback = {
  /** From the path of the callback. */
  provider: string;
  /** The query, whole and as it came. */
  params: URLSearchParams;
  /** The browser session that the callback's cookies name; null without one. */
  session: BrowserSession | null;
  requestId: string;
};

/** How long another account waits for somebody to confirm it. */
const pendingMinutes = 15;

/**
 * Finishes what `connections.authorize` began. The organization comes from the state; whoever finishes must be the
 * person and the browser that started, and must still be allowed to. Never throws for what a provider or a person
 * did: the answer says what to show.
 */
export async function finishAuthorization(
  runtime: Runtime,
  callback: Callback,
): Promise<FinishResult> {
  const provider = findProvider(callback.provider);
  const named = { provider: callback.provider, providerName: provider?.about.name ?? null };
  if (!provider || !(hasConsent(provider) || provider.consent)) {
    return { outcome: 'replayed', ...named };
  }
  const claim = await claimState(runtime, provider, callback);
  if (typeof claim === 'string') return { outcome: claim, ...named };
  const shown = {
    provider: provider.key,
    providerName: provider.about.name,
    organizationSlug: claim.slug,
    returnTo: claim.returnTo,
  };
  if (claim.expiresAt <= runtime.clock.now())
    return { outcome: 'expired', ...shown, purpose: claim.purpose };
  try {
    const ctx = await requireStarter(runtime, claim, callback);
    if (claim.purpose === 'account') {
      readAnswer(provider, callback.params);
      return { ...shown, ...(await finishAccountConsent(ctx, provider, claim, callback.params)) };
    }
    if (provider.consent) {
      if (callback.params.has('error'))
        return { outcome: 'denied', ...shown, purpose: claim.purpose };
      const saved = await finishPasswordConsent(ctx, provider, claim, callback.params);
      return { outcome: 'connected', ...shown, ...saved, missingScopes: [] };
    }
    const exchanged = await exchange(ctx, provider, claim, callback.params);
    return { ...shown, ...(await keep(ctx, claim, exchanged)) };
  } catch (error) {
    if (error instanceof MixUp) return { outcome: 'mismatch', ...named };
    const asked = { ...shown, purpose: claim.purpose };
    if (error instanceof OAuthError && error.kind === 'denied')
      return { outcome: 'denied', ...asked };
    return { outcome: 'error', ...asked, ...described(error) };
  }
}

class MixUp extends Error {}

class AccountError extends PatchbayError {
  constructor(message: string) {
    super('unavailable', message);
    this.name = 'AccountError';
  }
}

function described(error: unknown): { kind: FinishErrorKind; message: string } {
  if (error instanceof IdentifierTaken) return { kind: 'taken', message: error.message };
  if (error instanceof AccountError) return { kind: 'account', message: error.message };
  if (error instanceof OAuthError && error.kind !== 'denied') {
    return { kind: error.kind, message: error.message };
  }
  if (error instanceof PatchbayError && error.code === 'forbidden') {
    return { kind: 'forbidden', message: error.message };
  }
  if (error instanceof PatchbayError && error.code !== 'internal') {
    return { kind: 'conflict', message: error.message };
  }
  throw error;
}

/** Rights are asked again: ten minutes are enough to lose them. */
async function requireStarter(
  runtime: Runtime,
  claim: ClaimedState,
  { session, requestId }: Callback,
): Promise<Permitted> {
  const { rows } = await sql<{ role: string }>`
    select role from auth.member
    where "organizationId" = ${claim.organizationId} and "userId" = ${claim.userId}`.execute(
    runtime.orm.em.fork().getKysely(),
  );
  const role = memberRoles.find((known) => known === rows[0]?.role);
  const permission = claim.purpose === 'account' ? 'accounts:own' : 'settings:edit';
  if (!session || !role || !roleHas(role, permission)) {
    throw new PatchbayError('forbidden', 'You may no longer do this in this organization.');
  }
  const { id, name, email } = session.user;
  const principal = asUser(claim.organizationId, { type: 'user', id, name, email }, role);
  return { runtime, requestId, principal, permission, sessionId: session.id };
}

type Exchanged = { grant: KeptGrant; account: ConnectedAccount; provider: Provider };

async function exchange(
  { runtime }: Permitted,
  provider: Provider,
  claim: ClaimedState,
  params: URLSearchParams,
): Promise<Exchanged> {
  readAnswer(provider, params);
  const settings = await settingsOf(runtime, provider, claim);
  const { redirectUri, scopes } = claim;
  const verifier = await verifierOf(runtime, claim);
  const granted = await exchangeCode(provider, {
    http: runtime.http,
    settings: settings.whole,
    callback: params,
    redirectUri,
    scopes,
    ...(verifier !== null && { codeVerifier: verifier }),
  });
  const grant = keptGrant(provider, claim, settings.whole, granted);
  const account = await accountOf(runtime, provider, settings.whole, grant).catch(
    async (error: unknown) => {
      // Nobody will use these tokens, so they must not stay good.
      await abandon(runtime, claim, grant);
      const said = error instanceof PatchbayError ? ` ${error.message}` : '';
      throw new AccountError(`The provider did not say which account was connected.${said}`);
    },
  );
  return { grant, account, provider };
}

function readAnswer(provider: Provider, params: URLSearchParams): void {
  try {
    readCallback(provider, params);
  } catch (error) {
    if (error instanceof OAuthError && error.kind === 'invalid_response') throw new MixUp();
    throw error;
  }
}

async function settingsOf(runtime: Runtime, provider: Provider, claim: ClaimedState) {
  const em = runtime.orm.em.fork();
  const { organizationId, app } = claim;
  const { row } = await requireConnection(em, organizationId, { id: claim.integrationId });
  const access = accessOf(runtime, provider, 'public');
  if (!access.allowed) throw new PatchbayError('forbidden', access.reason ?? 'Not allowed.');
  const place = { organizationId, integrationId: row.id, provider };
  const opened = await openSettings(em, runtime.keys, place, row.settings);
  const whole = settingsThrough(runtime, provider, opened, app);
  if (whole) return { whole };
  throw new PatchbayError('conflict', 'The app this was started through is gone.');
}

export async function verifierOf(
  { orm, keys }: Runtime,
  claim: ClaimedState,
): Promise<string | null> {
  if (claim.codeVerifier === null) return null;
  const { organizationId, integrationId } = claim;
  const findKey = await openingDataKeys(orm.em.fork(), keys, [organizationId]);
  const field = verifierField(claim.id);
  return openText(findKey, { organizationId, integrationId, field }, claim.codeVerifier);
}

function keptGrant(
  provider: Provider,
  { app }: ClaimedState,
  settings: Settings,
  granted: TokenGrant,
): KeptGrant {
  const { id, secret } = clientOf(provider, settings);
  return {
    accessToken: granted.accessToken,
    refreshToken: granted.refreshToken,
    tokenType: granted.tokenType,
    scopes: granted.scope,
    expiresAt: granted.expiresAt,
    refreshExpiresAt: granted.refreshExpiresAt,
    details: granted.extra,
    connectionType: 'public',
    app,
    clientId: id,
    clientSecret: app === 'own' ? secret : null,
  };
}

async function accountOf(
  { http }: Runtime,
  provider: Provider,
  settings: Settings,
  { accessToken, tokenType }: KeptGrant,
): Promise<ConnectedAccount> {
  const credential = { accessToken, tokenType };
  const found = await fetchAccount(provider, settings, {
    http,
    credential,
    connectionType: 'public',
  });
  return found ?? { id: provider.key, name: provider.about.name, details: {} };
}

async function abandon(
  runtime: Runtime,
  { organizationId, integrationId, provider }: ClaimedState,
  grant: KeptGrant,
): Promise<void> {
  const em = runtime.orm.em.fork();
  const place = { organizationId, integrationId, provider, accountName: '' };
  await queueRevocation(em, runtime, place, grant);
  await em.flush();
}

type Kept =
  | { outcome: 'connected'; accountName: string; missingScopes: string[] }
  | {
      outcome: 'other_account';
      pendingId: string;
      accountName: string;
      connectedAccountName: string;
    };

/** Makes the grant the connection, or puts it aside when it is for another account than the connected one. */
async function keep(ctx: Permitted, claim: ClaimedState, exchanged: Exchanged): Promise<Kept> {
  const { grant, account, provider } = exchanged;
  const { organizationId, integrationId } = claim;
  try {
    return await change<Kept>(ctx, async (em) => {
      const ref = { id: integrationId };
      const found = await requireConnection(em, organizationId, ref, { lock: true });
      const { credential } = found;
      if (!credential && isInternal(provider, found.row.settings)) throw otherWay();
      if (credential && credential.accountId !== account.id) {
        await dropPending(em, ctx.runtime, found);
        await em.flush();
        const pendingId = await putAside(em, ctx, found, exchanged);
        const { accountName: connectedAccountName } = credential;
        const accountName = account.name;
        const value: Kept = {
          outcome: 'other_account',
          pendingId,
          accountName,
          connectedAccountName,
        };
        return { value, audit: 'unchanged' };
      }
      const audit = await storeConnection(em, ctx, found, { grant, account });
      const { missing } = scopeDrift(requiredScopes(provider), grant.scopes);
      const value: Kept = {
        outcome: 'connected',
        accountName: account.name,
        missingScopes: missing,
      };
      return { value, audit };
    });
  } catch (error) {
    await abandon(ctx.runtime, claim, grant);
    throw error;
  }
}

async function putAside(
  em: Parameters<typeof sealGrant>[0],
  { runtime, principal }: Permitted,
  { row }: FoundConnection,
  { grant, account }: Exchanged,
): Promise<string> {
  const id = crypto.randomUUID();
  const now = runtime.clock.now();
  const { organizationId, id: integrationId } = row;
  const place = { organizationId, integrationId, field: pendingField(id) };
  const details = { ...grant.details, ...account.details };
  em.create(IntegrationPendingGrant, {
    id,
    organizationId,
    integration: integrationId,
    userId: principal.actor.id,
    accountId: account.id,
    accountName: account.name,
    sealedGrant: await sealGrant(em, runtime.keys, place, { ...grant, details }),
    expiresAt: new Date(now.getTime() + pendingMinutes * 60_000),
    createdAt: now,
  });
  await em.flush();
  return id;
}
