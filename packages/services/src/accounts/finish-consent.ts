import { PatchbayError } from '@patchbay/core';
import { exchangeCode, openErased, type Provider } from '@patchbay/providers';
import type { ClaimedState } from '../connections/claim-state.ts';
import { verifierOf } from '../connections/finish.ts';
import type { Permitted } from '../kernel/index.ts';
import { settleAndAnswer } from './answer.ts';
import { requireReady } from './authorize.ts';
import { reserve } from './create.ts';
import { requirePerson } from './find.ts';
import { openAccountSystem } from './system.ts';

export type AccountBrought = {
  outcome: 'account';
  state: 'done' | 'under_way';
  accountName: string;
};

/**
 * Makes the account of a person who consented. Their token says who they are and joins them; it is stored nowhere
 * and not revoked either, since that would end whatever else they agreed to with the same app.
 * @throws PatchbayError, OAuthError
 */
export async function finishAccountConsent(
  ctx: Permitted,
  provider: Provider,
  claim: ClaimedState,
  callback: URLSearchParams,
): Promise<AccountBrought> {
  const { runtime } = ctx;
  const { organizationId, redirectUri, scopes, userId } = claim;
  const system = await openAccountSystem(runtime, organizationId, provider.key);
  const consent = requireReady(ctx, system);
  const { settings } = system;
  const verifier = await verifierOf(runtime, claim);
  const granted = await exchangeCode(provider, {
    http: runtime.http,
    settings,
    callback,
    redirectUri,
    scopes,
    ...(verifier !== null && { codeVerifier: verifier }),
  });
  requireScopes(consent.scopes, granted.scope);
  const { accessToken, tokenType } = granted;
  const opened = openErased(provider, settings, {
    http: runtime.http,
    credential: { accessToken, tokenType },
    connectionType: 'public',
  });
  const identifier = await consent.identify({ client: opened?.client, settings });
  const person = await requirePerson(runtime.orm.em.fork(), organizationId, userId);
  const id = await reserve(ctx, system, { person, identifier, input: {} });
  const { account, outcome } = await settleAndAnswer(ctx, id, accessToken);
  const name = account?.details.name;
  return {
    outcome: 'account',
    state: outcome,
    accountName: typeof name === 'string' ? name : identifier,
  };
}

function requireScopes(wanted: readonly string[], granted: readonly string[]): void {
  const missing = wanted.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return;
  throw new PatchbayError('conflict', `The consent leaves out ${missing.join(', ')}.`);
}
