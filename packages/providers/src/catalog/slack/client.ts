import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { type Classify, safeCode, type TroubleKind } from '../../kit/trouble.ts';
import { splitScopes } from '../../oauth/scopes.ts';

// Shapes from the types of Slack's own client library.
export const AuthTest = z.object({
  url: z.string().optional(),
  team: z.string().nullish(),
  team_id: z.string().nullish(),
  user: z.string().nullish(),
  user_id: z.string().nullish(),
  bot_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
});
export const Channel = z.object({
  id: z.string(),
  name: z.string().nullish(),
  is_private: z.boolean().nullish(),
  is_archived: z.boolean().nullish(),
  is_member: z.boolean().nullish(),
  num_members: z.number().nullish(),
});
export const Team = z.object({
  id: z.string(),
  name: z.string(),
  domain: z.string().nullish(),
  url: z.string().nullish(),
});
export const User = z.object({
  id: z.string(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
});
export const Posted = z.object({ channel: z.string(), ts: z.string() });
const Next = z.object({ next_cursor: z.string().optional() }).optional();
const Channels = z.object({ channels: z.array(Channel), response_metadata: Next });
const Users = z.object({ members: z.array(User), response_metadata: Next });
const Failure = z.object({
  ok: z.literal(false),
  error: z.string().default('unknown'),
  needed: z.string().optional(),
  provided: z.string().optional(),
});

const kinds: Partial<Record<string, TroubleKind>> = {
  missing_scope: 'missing_scope',
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  channel_not_found: 'not_found',
  user_not_found: 'not_found',
  users_not_found: 'not_found',
  not_in_channel: 'forbidden',
  internal_error: 'provider',
  fatal_error: 'provider',
  service_unavailable: 'provider',
};
/** What Slack says of a token that will not work again. */
export const deadCodes = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'org_login_required',
];

/** Slack answers trouble with HTTP 200 and `ok: false`. */
export const slackTrouble: Classify = ({ content }) => {
  const failed = Failure.safeParse(content);
  if (!failed.success) return null;
  const { error: code, needed, provided } = failed.data;
  const what = deadCodes.includes(code) ? 'dead_credential' : (kinds[code] ?? 'invalid_request');
  return {
    what,
    code: safeCode(code),
    ...(needed ? { needed: splitScopes(needed) } : {}),
    ...(provided ? { provided: splitScopes(provided) } : {}),
  };
};

type Body = Record<string, unknown>;
export type Paging = { limit?: number; cursor?: string };

/** Slack's Web API. Cursors are empty at the end; here they are `null`. */
export const slackClient = (http: ApiClient) => ({
  authTest: () => http.json('/auth.test', AuthTest, { method: 'POST', idempotent: true }),
  team: async () => (await http.json('/team.info', z.object({ team: Team }))).team,
  async channels(query: Paging & { types?: string; exclude_archived?: boolean } = {}) {
    const answer = await http.json('/conversations.list', Channels, { query });
    return { items: answer.channels, cursor: answer.response_metadata?.next_cursor || null };
  },
  async users(query: Paging = {}) {
    const answer = await http.json('/users.list', Users, { query });
    return { items: answer.members, cursor: answer.response_metadata?.next_cursor || null };
  },
  userByEmail: async (email: string) =>
    (await http.json('/users.lookupByEmail', z.object({ user: User }), { query: { email } })).user,
  postMessage: (json: Body) => http.json('/chat.postMessage', Posted, { method: 'POST', json }),
  join: async (channel: string) =>
    (
      await http.json('/conversations.join', z.object({ channel: Channel }), {
        method: 'POST',
        json: { channel },
      })
    ).channel,
});
export type SlackClient = ReturnType<typeof slackClient>;
