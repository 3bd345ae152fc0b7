import type { Context } from 'hono';
import { companyName } from '../names.ts';
import { onlyRedirectUri } from '../oauth/apps.ts';
import type { Grant } from '../oauth/grants.ts';
import { numberedAccounts, type TokenProblem, type Vendor } from '../oauth/vendor.ts';
import { notionId, notionPeople } from './data.ts';

export const workspaceName = (number: number): string => companyName(number * 7);

/** Facts: Notion's reference, create-a-token and refresh-a-token; no scopes, and no life is stated. */
export const notion: Vendor = {
  key: 'notion',
  name: 'Notion',
  accountWord: 'Into which workspace?',
  ...numberedAccounts((number) => ({ name: workspaceName(number), note: `workspace ${number}` })),
  scopes: [],
  scopeSeparator: ' ',
  clientAuth: 'basic',
  tokenBody: 'json',
  pkce: 'ignored',
  checkAuthorize: (query) => (query.get('owner') === 'user' ? null : 'invalid_request'),
  // Required if it was in the authorize address or several are registered, and not allowed otherwise.
  isRedirectUriWrong: (sent, { redirectUri, wasSent, app }) =>
    wasSent || onlyRedirectUri(app) === null ? sent !== redirectUri : sent !== undefined,
  lifeSeconds: () => null,
  refresh: () => 'rotated',
  endsOldAccess: true,
  tokenPrefix: { access: () => 'ntn_', refresh: 'nrt_' },
  answer: (grant, { accessToken, refreshToken }) => ({
    access_token: accessToken,
    token_type: 'bearer',
    refresh_token: refreshToken,
    bot_id: botIdOf(grant),
    workspace_id: notionId(Number(grant.account.key), 'workspace', 0),
    workspace_name: grant.account.name,
    workspace_icon: null,
    owner: { type: 'user', user: notionPeople(Number(grant.account.key))[0] },
    duplicated_template_id: null,
    request_id: notionId(grant.generation, 'request', 0),
  }),
  refuse: (context, problem) => refuseToken(context, problem),
};

/** A workspace may be connected several times; every connection has a bot of its own. */
export const botIdOf = (grant: Grant): string =>
  notionId(Number(/\d+$/.exec(grant.id)?.[0]), `bot ${grant.id}`, 0);

function refuseToken(context: Context, problem: TokenProblem): Response {
  const [status, error, error_description] = explain(problem);
  return context.json({ error, error_description, request_id: notionId(0, problem, 0) }, status);
}

function explain(problem: TokenProblem): [400 | 401, string, string] {
  switch (problem) {
    case 'wrong_client_auth':
    case 'unknown_client':
    case 'bad_secret':
      return [401, 'invalid_client', 'The client credentials must be sent by HTTP Basic.'];
    case 'wrong_body':
      return [400, 'invalid_request', 'The body must be JSON.'];
    case 'unsupported_grant_type':
      return [400, 'unsupported_grant_type', 'The grant_type is not supported.'];
    case 'bad_redirect_uri':
      return [400, 'invalid_grant', 'The redirect_uri does not match the authorization request.'];
    case 'bad_refresh_token':
      return [400, 'invalid_grant', 'The refresh token is not valid.'];
    default:
      return [400, 'invalid_grant', 'The code is not valid.'];
  }
}
