import type { Answer, OAuth2 } from '../../oauth/declaration.ts';
import { deadCodes } from './client.ts';

export const slackScopes = ['chat:write', 'channels:read', 'team:read', 'users:read'];

const isRecord = (value: unknown): value is Answer => typeof value === 'object' && value !== null;
const pick = (value: unknown, ...keys: string[]): Answer | null =>
  isRecord(value) ? Object.fromEntries(keys.map((key) => [key, value[key] ?? null])) : null;

/** A token asked for a person only is inside `authed_user`; then that is the one to use. */
function readAnswer(answer: Answer): Answer {
  if (answer.ok === false) return { error: String(answer.error ?? 'unknown') };
  const { authed_user: person, ...rest } = answer;
  return rest.access_token === undefined && isRecord(person)
    ? { ...rest, ...person, authed_user: person }
    : answer;
}

const errorCodes = {
  ...Object.fromEntries(deadCodes.map((code) => [code, 'invalid_grant'])),
  invalid_code: 'invalid_grant',
  code_already_used: 'invalid_grant',
  invalid_refresh_token: 'invalid_grant',
  invalid_client_id: 'invalid_client',
  bad_client_secret: 'invalid_client',
  bad_redirect_uri: 'redirect_uri_mismatch',
  invalid_grant_type: 'unsupported_grant_type',
  oauth_authorization_url_mismatch: 'invalid_request',
  ratelimited: 'slow_down',
  internal_error: 'server_error',
  fatal_error: 'server_error',
  service_unavailable: 'temporarily_unavailable',
};

type Settings = { clientId?: string; clientSecret?: string; scopes?: string };

/** OAuth v2. With PKCE the app would become a public client for good, so no challenge is ever sent. */
export const slackOAuth: OAuth2<Settings> = {
  kind: 'oauth2',
  authorizeUrl: 'https://slack.com/oauth/v2/authorize',
  tokenUrl: 'https://slack.com/api/oauth.v2.access',
  client: ({ clientId: id, clientSecret: secret }) => ({ id, secret }),
  sharedApp: { clientId: 'SLACK_CLIENT_ID', clientSecret: 'SLACK_CLIENT_SECRET' },
  clientAuth: 'basic',
  pkce: 'unsupported',
  scopes: {
    required: ['chat:write'],
    default: slackScopes,
    optional: ['channels:join', 'users:read.email', 'groups:read'],
    separator: ',',
  },
  scopesOf: (settings) => settings.scopes,
  tokenTypes: ['bot', 'user'],
  refresh: 'rotates',
  readAnswer,
  errorCodes,
  // `incoming_webhook.url` and the person's token are secrets, so nothing is taken over whole.
  extra: (answer) => ({
    app_id: answer.app_id ?? null,
    bot_user_id: answer.bot_user_id ?? null,
    is_enterprise_install: answer.is_enterprise_install ?? false,
    team: pick(answer.team, 'id', 'name'),
    enterprise: pick(answer.enterprise, 'id', 'name'),
    authed_user: pick(answer.authed_user, 'id'),
  }),
  revoke: {
    url: 'https://slack.com/api/auth.revoke',
    accepts: ['access'],
    signedBy: 'bearer',
    troubleIn: ({ ok, error }) => (ok === true ? null : String(error ?? 'unknown')),
    done: deadCodes,
  },
};
