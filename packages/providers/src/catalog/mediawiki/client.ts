import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Session } from '../../kit/auth.ts';

// Wire shapes as MediaWiki 1.39 sent them with formatversion=2 and errorformat=plaintext.
const Trouble = z.object({ errors: z.array(z.object({ code: z.string() })).min(1) });
const LoginToken = z.object({ query: z.object({ tokens: z.object({ logintoken: z.string() }) }) });
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

const authCodes = new Set([
  'assertuserfailed',
  'assertnameduserfailed',
  'badaccess-groups',
  'mwoauth-invalid-authorization',
  'permissiondenied',
  'readapidenied',
]);
/** `Failed` since MediaWiki 1.27; the others are what older wikis say. `Aborted` is a lost session. */
const refusals = new Set(['Failed', 'WrongPass', 'WrongPluginPass', 'NotExists', 'Blocked']);
const busyCodes = new Set(['ratelimited', 'maxlag']);

type Parameters = Record<string, string>;

/** One Action API call. */
const act = <Schema extends z.ZodType>(http: ApiClient, schema: Schema, parameters: Parameters) =>
  http.json('', schema, {
    method: 'POST',
    form: { format: 'json', formatversion: '2', errorformat: 'plaintext', ...parameters },
    idempotent: parameters.action === 'query',
    troubleIn,
  });

/** Trouble comes with HTTP 200 and a code. */
function troubleIn(content: unknown): OutboundError | null {
  const trouble = Trouble.safeParse(content);
  return trouble.success ? toError(trouble.data.errors[0]?.code ?? '') : null;
}

function toError(rawCode: string): OutboundError {
  const code = /^[a-z0-9_-]{1,60}$/i.test(rawCode) ? rawCode : 'unknown';
  if (authCodes.has(code)) return new OutboundError('auth', `The wiki refused the bot (${code}).`);
  if (busyCodes.has(code))
    return new OutboundError('rate_limited', `The wiki asks to wait (${code}).`);
  return new OutboundError('provider', `The wiki answered with an error (${code}).`);
}

/** Bot-password login; the session lives in the cookies that the client keeps. */
export async function mediawikiLogin(
  http: ApiClient,
  settings: { botUser: string; botPassword: string },
): Promise<Session> {
  const { query } = await act(http, LoginToken, { action: 'query', meta: 'tokens', type: 'login' });
  const { login } = await act(http, LoginResult, {
    action: 'login',
    lgname: settings.botUser,
    lgpassword: settings.botPassword,
    lgtoken: query.tokens.logintoken,
  });
  if (login.result === 'Success') return { headers: {} };
  if (login.result === 'Throttled' || login.reason?.code === 'login-throttled')
    throw new OutboundError('rate_limited', 'The wiki asks to wait after too many logins.');
  if (refusals.has(login.result))
    throw new OutboundError('auth', 'The wiki refused the bot name or its password.');
  throw new OutboundError('provider', 'The wiki broke the login off.');
}

/** MediaWiki's Action API at one `api.php`. */
export const mediawikiClient = (http: ApiClient) => ({
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
});
