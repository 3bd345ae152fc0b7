import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Session } from '../../kit/auth.ts';
import type { Links } from '../../kit/links.ts';
import { act, tokenOf } from './action.ts';
import { wikiPeople } from './people.ts';

const LoginResult = z.object({
  login: z.object({
    result: z.string(),
    lgusername: z.string().optional(),
    reason: z.object({ code: z.string() }).optional(),
  }),
});
const UserInfo = z.object({
  query: z.object({ userinfo: z.object({ id: z.number(), name: z.string() }) }),
});
const SiteInfo = z.object({
  query: z.object({
    general: z.object({ sitename: z.string(), generator: z.string() }),
    statistics: z.object({ articles: z.number(), users: z.number() }),
  }),
});

/** `Failed` since MediaWiki 1.27; the others are what older wikis say. `Aborted` is a lost session. */
const refusals = new Set(['Failed', 'WrongPass', 'WrongPluginPass', 'NotExists', 'Blocked']);

/** Bot-password login; the session lives in the cookies that the client keeps. */
export async function mediawikiLogin(
  http: ApiClient,
  settings: { botUser: string; botPassword: string },
): Promise<Session> {
  const lgtoken = await tokenOf(http, 'login');
  const { login } = await act(http, LoginResult, {
    action: 'login',
    lgname: settings.botUser,
    lgpassword: settings.botPassword,
    lgtoken,
  });
  if (login.result === 'Success') return { headers: {} };
  if (login.result === 'Throttled' || login.reason?.code === 'login-throttled')
    throw new OutboundError('rate_limited', 'The wiki asks to wait after too many logins.');
  if (refusals.has(login.result))
    throw new OutboundError('auth', 'The wiki refused the bot name or its password.');
  throw new OutboundError('provider', 'The wiki broke the login off.');
}

/** MediaWiki's Action API at one `api.php`. */
export const mediawikiClient = (http: ApiClient, { apiUrl }: { apiUrl: string }, links: Links) => ({
  userInfo: async () => {
    const { query } = await act(http, UserInfo, {
      action: 'query',
      meta: 'userinfo',
      assert: 'user',
    });
    return query.userinfo;
  },
  siteInfo: async () => {
    const { query } = await act(http, SiteInfo, {
      action: 'query',
      meta: 'siteinfo',
      siprop: 'general|statistics',
      assert: 'user',
    });
    return query;
  },
  people: wikiPeople(http, apiUrl, links),
});
export type MediawikiClient = ReturnType<typeof mediawikiClient>;
