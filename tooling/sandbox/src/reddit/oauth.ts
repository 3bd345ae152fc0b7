import type { Context } from 'hono';
import {
  numberedAccounts,
  type TokenProblem,
  type TokenRequest,
  type Vendor,
} from '../oauth/vendor.ts';
import { redditName } from './data.ts';

export const redditScopes = [
  'identity',
  'read',
  'submit',
  'edit',
  'history',
  'mysubreddits',
  'privatemessages',
  'subscribe',
  'vote',
] as const;

/** Facts: reddit-archive/reddit, controllers/oauth2.py and models/token.py. */
export const reddit: Vendor = {
  key: 'reddit',
  name: 'Reddit',
  accountWord: 'As which account?',
  ...numberedAccounts((number) => ({ name: `u/${redditName(number)}`, note: `account ${number}` })),
  scopes: redditScopes,
  scopeSeparator: ' ',
  clientAuth: 'basic',
  tokenBody: 'form',
  pkce: 'ignored',
  // Reddit demands a state; duration is `temporary` unless `permanent` is said.
  checkAuthorize: (query) =>
    query.get('state') && ['temporary', 'permanent', null].includes(query.get('duration'))
      ? null
      : 'invalid_request',
  isRedirectUriWrong: (sent, { redirectUri }) => sent !== redirectUri,
  lifeSeconds: () => 3600,
  refresh: (_app, query) => (query.duration === 'permanent' ? 'kept' : 'none'),
  tokenPrefix: { access: () => 'sandbox-at-', refresh: 'sandbox-rt-' },
  answer: (grant, { accessToken, refreshToken, expiresIn }) => ({
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: expiresIn,
    scope: grant.scopes.join(' '),
    ...(refreshToken ? { refresh_token: refreshToken } : {}),
  }),
  refuse: refuseToken,
};

/** A bad code is HTTP 200 with an error inside; a bad refresh token is 400. */
function refuseToken(context: Context, problem: TokenProblem, request: TokenRequest): Response {
  switch (problem) {
    case 'wrong_client_auth':
    case 'unknown_client':
    case 'bad_secret':
      return context.json({ message: 'Unauthorized', error: 401 }, 401, {
        'www-authenticate': 'Basic realm="reddit"',
      });
    case 'bad_refresh_token':
      return context.json({ error: 'invalid_grant' }, 400);
    case 'unsupported_grant_type':
    case 'wrong_body':
      return context.json({ error: 'unsupported_grant_type' });
    default:
      return context.json({ error: request.parameters.code ? 'invalid_grant' : 'no_text' });
  }
}
