import { PatchbayError } from '@patchbay/core';
import {
  AuthorizationResponseError,
  OperationProcessingError,
  skipStateCheck,
  validateAuthResponse,
} from 'oauth4webapi';
import type { Provider } from '../kit/provider.ts';
import type { Settings } from '../kit/settings.ts';
import { clientOf, oauthOf, wantedScopes } from './app.ts';
import type { OAuth2, OAuthClient } from './declaration.ts';
import { errorOfCode, OAuthError } from './errors.ts';

export type AuthorizeOptions = {
  settings: Settings;
  client?: OAuthClient;
  /** Registered at the provider, letter by letter. */
  redirectUri: string;
  /** One-time and unguessable; at least 16 characters. */
  state: string;
  /** S256 of the verifier; needed where the provider declares PKCE and ignored where it does not. */
  codeChallenge?: string;
  /** What the settings or the declaration ask for, if absent. */
  scopes?: readonly string[];
};

/**
 * The address to send a person to.
 * @throws OAuthError `misconfigured` when the app or a needed code challenge is missing
 */
export function authorizationUrl(provider: Provider, options: AuthorizeOptions): URL {
  const auth = oauthOf(provider);
  const { settings, redirectUri, state, codeChallenge } = options;
  const client = options.client ?? clientOf(provider, settings);
  const scopes = options.scopes ?? wantedScopes(provider, settings);
  if (state.length < 16) throw new PatchbayError('internal', 'The state is too short to be safe.');
  const url = new URL(auth.authorizeUrl);
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    scope: scopes.join(auth.scopes.separator ?? ' ') || undefined,
    state,
    ...auth.authorizeParameters?.(settings, scopes),
    ...challengeOf(auth, codeChallenge),
  };
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

function challengeOf(auth: OAuth2<Settings>, challenge: string | undefined) {
  if (auth.pkce === 'unsupported') return {};
  if (!challenge) throw new OAuthError('misconfigured', 'The code challenge is missing.');
  return { code_challenge: challenge, code_challenge_method: 'S256' };
}

/** The server as the library knows it: only what the declaration says, nothing discovered. */
export const serverOf = (auth: OAuth2<Settings>) => ({
  issuer: auth.issuer ?? new URL(auth.authorizeUrl).origin,
  authorization_response_iss_parameter_supported: auth.alwaysSendsIssuer ?? false,
  token_endpoint: auth.tokenUrl,
  revocation_endpoint: auth.revoke?.url,
});

/**
 * Checks what came back to the callback: `iss` against this provider (RFC 9207), `state` if given, doubled
 * parameters, a refusal. Whoever looked the state up by its digest need not pass it again.
 * @throws OAuthError `denied` and others by the provider's code; `invalid_response` for a mixed-up answer
 */
export function readCallback(
  provider: Provider,
  callback: URLSearchParams,
  state?: string,
): URLSearchParams {
  const auth = oauthOf(provider);
  try {
    const server = serverOf(auth);
    return validateAuthResponse(server, { client_id: '-' }, callback, state ?? skipStateCheck);
  } catch (error) {
    if (error instanceof AuthorizationResponseError)
      throw errorOfCode(auth.errorCodes?.[error.error] ?? error.error);
    if (error instanceof OperationProcessingError) throw mixedUp();
    throw new OAuthError('invalid_response', 'The answer of the consent page cannot be read.');
  }
}

const mixedUp = () =>
  new OAuthError(
    'invalid_response',
    'The answer does not belong to this consent, or comes from another provider.',
  );
