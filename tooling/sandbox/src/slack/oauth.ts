import type { Context } from 'hono';
import type { App } from '../oauth/apps.ts';
import type { Grant, Issued } from '../oauth/grants.ts';
import { type Account, numberedAccounts, type TokenProblem, type Vendor } from '../oauth/vendor.ts';
import { slackIds, slackTeam, slackUsers } from './data.ts';

const workspaces = numberedAccounts((number) => ({
  name: slackTeam(number).name,
  note: `workspace ${number}`,
}));

/** `org-<n>`: installed for a whole Enterprise Grid; there is no team then. */
const organization = (key: string): Account | null =>
  /^org-[1-9]\d{0,8}$/.test(key)
    ? { key, name: `${slackTeam(numberOf(key)).name} Grid`, note: 'the whole organization' }
    : null;

export const numberOf = (key: string): number => Number(/\d+$/.exec(key)?.[0]);
export const isOrganization = (key: string): boolean => key.startsWith('org-');

export const slackScopes = [
  'chat:write',
  'chat:write.public',
  'channels:read',
  'channels:join',
  'channels:history',
  'groups:read',
  'im:read',
  'mpim:read',
  'team:read',
  'users:read',
  'users:read.email',
  'incoming-webhook',
];

/** Facts: docs.slack.dev on oauth.v2.access, token rotation and PKCE; the types of @slack/web-api. */
export const slack: Vendor = {
  key: 'slack',
  name: 'Slack',
  accountWord: 'Into which workspace?',
  accounts: [...workspaces.accounts, ...[organization('org-1')].flatMap((one) => one ?? [])],
  findAccount: (key) => workspaces.findAccount(key) ?? organization(key),
  scopes: slackScopes,
  fixedTokenScopes: slackScopes.filter((scope) => scope !== 'chat:write.public'),
  scopeSeparator: ',',
  clientAuth: 'either',
  tokenBody: 'form',
  pkce: 'refused',
  defaultGrantType: 'authorization_code',
  isRedirectUriWrong: (sent, { redirectUri, wasSent }) =>
    wasSent ? sent !== redirectUri : sent !== undefined,
  lifeSeconds: (app) => (app.rotation ? 43_200 : null),
  refresh: (app) => (app.rotation ? 'rotated' : 'none'),
  tokenPrefix: { access: (app) => (app.rotation ? 'xoxe.xoxb-1-' : 'xoxb-'), refresh: 'xoxe-1-' },
  answer,
  // Every refusal is HTTP 200.
  refuse: (context, problem, request) =>
    context.json({ ok: false, error: explain(problem, request.grantType) }),
};

function answer(grant: Grant, { accessToken, refreshToken, expiresIn }: Issued, app: App) {
  const number = numberOf(grant.account.key);
  const isGrid = isOrganization(grant.account.key);
  const { id, name } = slackTeam(number);
  const [installer] = slackUsers(number);
  const userScopes = grant.query.user_scope;
  const user = { access_token: `xoxp-sandbox-${grant.id}`, token_type: 'user', scope: userScopes };
  const webhookChannel = {
    channel: '#general',
    channel_id: 'C0',
    configuration_url: 'https://slack.com',
  };
  return {
    ok: true,
    app_id: slackIds.app(1),
    authed_user: { id: installer?.id, ...(userScopes ? user : {}) },
    scope: grant.scopes.join(','),
    token_type: 'bot',
    access_token: accessToken,
    bot_user_id: slackIds.botUser(number),
    team: isGrid ? null : { id, name },
    enterprise: isGrid ? { id: slackIds.enterprise(number), name: grant.account.name } : null,
    is_enterprise_install: isGrid,
    ...(app.rotation ? { expires_in: expiresIn, refresh_token: refreshToken } : {}),
    ...(grant.scopes.includes('incoming-webhook')
      ? { incoming_webhook: { url: 'https://hooks.slack.com/services/sandbox', ...webhookChannel } }
      : {}),
  };
}

function explain(problem: TokenProblem, grantType: string): string {
  switch (problem) {
    case 'unknown_client':
    case 'wrong_client_auth':
      return 'invalid_client_id';
    case 'bad_secret':
      return 'bad_client_secret';
    case 'unsupported_grant_type':
      return 'invalid_grant_type';
    case 'bad_redirect_uri':
      return 'bad_redirect_uri';
    case 'bad_refresh_token':
      return 'invalid_refresh_token';
    case 'wrong_body':
      return 'invalid_form_data';
    default:
      return grantType === 'refresh_token' ? 'invalid_refresh_token' : 'invalid_code';
  }
}

export const slackRefusal = (context: Context, error: string, more: object = {}): Response =>
  context.json({ ok: false, error, ...more });
