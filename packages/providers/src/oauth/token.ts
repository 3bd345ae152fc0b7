import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  nopkce,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  ResponseBodyError,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { fixedHeaders } from '../kit/client.ts';
import type { Provider } from '../kit/provider.ts';
import { base64 } from '../kit/session.ts';
import type { Settings } from '../kit/settings.ts';
import { clientOf, oauthOf } from './app.ts';
import { readCallback, serverOf } from './authorize.ts';
import type { Answer, Grant, OAuth2, OAuthClient } from './declaration.ts';
import { errorOfCode, OAuthError } from './errors.ts';
import type { ExchangeContext, TokenGrant } from './grant.ts';
import { splitScopes } from './scopes.ts';
import { tokenFetch } from './token-fetch.ts';

export type ExchangeOptions = ExchangeContext & {
  /** The query of the callback, whole. */
  callback: URLSearchParams;
  /** Compared with the callback's if given. */
  state?: string;
  /** The very one of the authorize address. */
  redirectUri: string;
  codeVerifier?: string;
  /** What was asked for: granted, if the answer does not say otherwise (RFC 6749 5.1). */
  scopes: readonly string[];
};

export type RefreshOptions = ExchangeContext & {
  refreshToken: string;
  /** What was granted so far; kept if the answer does not say otherwise. */
  scopes: readonly string[];
};

/**
 * Trades the code of a callback for tokens.
 * @throws OAuthError
 */
export async function exchangeCode(
  provider: Provider,
  options: ExchangeOptions,
): Promise<TokenGrant> {
  const callback = readCallback(provider, options.callback, options.state);
  return exchange(provider, options, 'authorization_code', async (call) => {
    const verifier = call.auth.pkce === 's256' ? options.codeVerifier : nopkce;
    if (verifier === undefined)
      throw new OAuthError('misconfigured', 'The code verifier is missing.');
    const { server, client, clientAuth, init } = call;
    const { redirectUri } = options;
    return processAuthorizationCodeResponse(
      server,
      client,
      await authorizationCodeGrantRequest(
        server,
        client,
        clientAuth,
        callback,
        redirectUri,
        verifier,
        init,
      ),
      { recognizedTokenTypes: call.tokenTypes },
    );
  });
}

/**
 * Renews a grant. Keep the new refresh token before the new access token is used: where it rotates, the old
 * one is dead from now on.
 * @throws OAuthError `invalid_grant` when the grant is dead
 */
export async function refreshToken(
  provider: Provider,
  options: RefreshOptions,
): Promise<TokenGrant> {
  const grant = await exchange(provider, options, 'refresh_token', async (call) => {
    const { server, client, clientAuth, init } = call;
    return processRefreshTokenResponse(
      server,
      client,
      await refreshTokenGrantRequest(server, client, clientAuth, options.refreshToken, init),
      { recognizedTokenTypes: call.tokenTypes },
    );
  });
  return { ...grant, refreshToken: grant.refreshToken ?? options.refreshToken };
}

async function exchange(
  provider: Provider,
  options: ExchangeContext & { scopes: readonly string[] },
  grant: Grant,
  run: (call: ReturnType<typeof callOf>) => Promise<TokenEndpointResponse>,
): Promise<TokenGrant> {
  const call = callOf(provider, options, grant);
  try {
    return toGrant(await run(call), call.auth, options);
  } catch (error) {
    if (error instanceof OAuthError) throw error;
    if (error instanceof ResponseBodyError) throw errorOfCode(error.error);
    // The library's own text may quote the answer, and with it a token.
    throw new OAuthError('invalid_response', 'The answer of the token endpoint cannot be used.');
  }
}

function callOf(provider: Provider, options: ExchangeContext, grant: Grant) {
  const auth = oauthOf(provider);
  const app = options.client ?? clientOf(provider, options.settings);
  const headers = fixedHeaders(provider, options.settings);
  requireSafe(auth.tokenUrl);
  return {
    auth,
    server: serverOf(auth),
    client: { client_id: app.id },
    clientAuth: clientAuthOf(auth, app),
    tokenTypes: Object.fromEntries((auth.tokenTypes ?? []).map((type) => [type, () => {}])),
    init: {
      [customFetch]: tokenFetch({ ...options, auth, headers, grant }),
      [allowInsecureRequests]: true,
    },
  };
}

/** Plain http is for a server on this very machine, as in tests and trials. */
export function requireSafe(address: string): void {
  const { protocol, hostname } = new URL(address);
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  if (protocol !== 'https:' && !isLocal)
    throw new OAuthError('misconfigured', 'Tokens are only asked for over https.');
}

export function clientAuthOf(
  { clientAuth }: Pick<OAuth2<Settings>, 'clientAuth'>,
  { id, secret }: OAuthClient,
): ClientAuth {
  if (clientAuth === 'body') return ClientSecretPost(secret);
  if (clientAuth === 'basic_encoded') return ClientSecretBasic(secret);
  // Reddit, Notion, Slack and Discord split the header as it is: an encoded `-` or `_` would be a wrong id.
  return (_server, _client, _body, headers) => {
    headers.set('authorization', `Basic ${base64(`${id}:${secret}`)}`);
  };
}

function toGrant(
  answer: TokenEndpointResponse,
  auth: OAuth2<Settings>,
  { http, scopes }: ExchangeContext & { scopes: readonly string[] },
): TokenGrant {
  const now = http.clock.now().getTime();
  const after = (seconds: unknown) =>
    typeof seconds === 'number' && seconds > 0 && seconds < 1e10
      ? new Date(now + seconds * 1_000)
      : null;
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? null,
    tokenType: answer.token_type,
    scope: answer.scope === undefined ? [...scopes] : splitScopes(answer.scope),
    expiresAt: after(answer.expires_in),
    refreshExpiresAt: after(answer.refresh_token_expires_in),
    extra: auth.extra?.(answer satisfies Answer) ?? {},
  };
}
