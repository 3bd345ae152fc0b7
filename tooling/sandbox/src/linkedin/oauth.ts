import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import type { Context } from 'hono';
import { firstNames, lastNames } from '../names.ts';
import type { Grant } from '../oauth/grants.ts';
import { numberedAccounts, type TokenProblem, type Vendor } from '../oauth/vendor.ts';

export const linkedinIssuer = 'https://www.linkedin.com/oauth';

export const memberName = (number: number) => ({
  given: firstNames[(number * 7) % firstNames.length] ?? 'Amara',
  family: lastNames[(number * 5) % lastNames.length] ?? 'Abara',
});

export const memberId = (number: number): string =>
  createHash('sha256')
    .update(`linkedin ${number}`)
    .digest('base64url')
    .slice(0, 10)
    .replaceAll('-', 'x');

const fullName = (number: number): string => {
  const { given, family } = memberName(number);
  return `${given} ${family}`;
};

/** Facts: LinkedIn's pages on authentication; client id and secret are read from the body alone. */
export const linkedin: Vendor = {
  key: 'linkedin',
  name: 'LinkedIn',
  accountWord: 'As which member?',
  ...numberedAccounts((number) => ({ name: fullName(number), note: `member ${number}` })),
  scopes: [
    'openid',
    'profile',
    'email',
    'w_member_social',
    'r_organization_social',
    'w_organization_social',
    'rw_organization_admin',
  ],
  scopeSeparator: ' ',
  clientAuth: 'body',
  tokenBody: 'form',
  pkce: 'ignored',
  deniedError: 'user_cancelled_authorize',
  checkAuthorize: (query) => (query.get('state') ? null : 'invalid_request'),
  isRedirectUriWrong: (sent, { redirectUri }) => sent !== redirectUri,
  lifeSeconds: () => 5_184_000,
  refresh: (app) => (app.refreshTokens ? 'kept' : 'none'),
  // Counted from the first consent; refreshing does not extend it.
  refreshLifeSeconds: 31_536_000,
  tokenPrefix: { access: () => 'AQSandbox', refresh: 'AQRefresh' },
  answer: (grant, { accessToken, refreshToken, expiresIn }, app) => ({
    access_token: accessToken,
    expires_in: expiresIn,
    // LinkedIn takes scopes apart by spaces and gives them back with commas.
    scope: grant.scopes.join(','),
    token_type: 'Bearer',
    ...(grant.scopes.includes('openid') ? { id_token: idToken(grant) } : {}),
    ...(refreshToken && app.refreshTokens
      ? {
          refresh_token: refreshToken,
          refresh_token_expires_in: Math.floor(
            ((grant.refreshEndsAt ?? 0) - grant.issuedAt) / 1000,
          ),
        }
      : {}),
  }),
  refuse: (context, problem) => refuseToken(context, problem),
};

let pair: ReturnType<typeof generateKeyPairSync> | undefined;
const keys = () => {
  pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  return pair;
};

export const linkedinJwks = () => ({
  keys: [
    { ...keys().publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'sandbox' },
  ],
});

function idToken(grant: Grant): string {
  const number = Number(grant.account.key);
  const iat = Math.floor(grant.issuedAt / 1000);
  const { given, family } = memberName(number);
  const claims = {
    iss: linkedinIssuer,
    aud: grant.clientId,
    iat,
    exp: iat + 3600,
    sub: memberId(number),
    name: `${given} ${family}`,
    given_name: given,
    family_name: family,
  };
  const head = { alg: 'RS256', kid: 'sandbox', typ: 'JWT' };
  const signed = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(keys().privateKey, 'base64url')}`;
}

function refuseToken(context: Context, problem: TokenProblem): Response {
  const [status, error, error_description] = explain(problem);
  return context.json({ error, error_description }, status);
}

function explain(problem: TokenProblem): [400 | 401, string, string] {
  switch (problem) {
    case 'wrong_client_auth':
      return [400, 'invalid_request', 'A required parameter "client_id" is missing'];
    case 'unknown_client':
    case 'bad_secret':
      return [401, 'invalid_client', 'Client authentication failed'];
    case 'wrong_body':
    case 'unsupported_grant_type':
      return [
        400,
        'invalid_request',
        'A required parameter "grant_type" is missing or not supported',
      ];
    case 'bad_redirect_uri':
      return [
        400,
        'invalid_redirect_uri',
        'Unable to retrieve access token: redirect_uri does not match',
      ];
    case 'bad_refresh_token':
      return [400, 'invalid_grant', 'The provided refresh token is invalid, expired or revoked'];
    default:
      return [
        400,
        'invalid_request',
        'Unable to retrieve access token: authorization code not found',
      ];
  }
}
