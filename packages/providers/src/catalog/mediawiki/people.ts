import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Links } from '../../kit/links.ts';
import { safeCode } from '../../kit/trouble.ts';
import { act, codeOf, tokenOf, withToken } from './action.ts';

const User = z.object({
  name: z.string(),
  missing: z.boolean().optional(),
  invalid: z.boolean().optional(),
  registration: z.string().nullish(),
  editcount: z.number().nullish(),
  blockid: z.number().nullish(),
  blockpartial: z.boolean().nullish(),
});
export type WikiUser = z.output<typeof User>;

const Found = z.object({
  query: z.object({
    users: z.array(User),
    /** What was written when the account was made. */
    logevents: z.array(z.object({ comment: z.string().optional() })).optional(),
  }),
});
const Listed = z.object({
  query: z.object({ allusers: z.array(User) }),
  continue: z.object({ aufrom: z.string() }).optional(),
});
const Created = z.object({
  createaccount: z.object({
    status: z.string(),
    username: z.string().optional(),
    messagecode: z.string().optional(),
  }),
});
const SignedIn = z.object({
  clientlogin: z.object({ status: z.string(), messagecode: z.string().optional() }),
});

export type NewWikiUser = { username: string; password: string; email: string; reason: string };

/** The name as the wiki spells it, or the code of its refusal. */
export type Creation = { name: string } | { refused: string };

const asksForMore = () =>
  new OutboundError(
    'misconfigured',
    'The wiki asks for a captcha or another step. Give the bot’s user the right "skipcaptcha".',
  );

/** The people of a wiki. `apiUrl` is for signing in as somebody else, apart from the bot's session. */
export const wikiPeople = (http: ApiClient, apiUrl: string, links: Links) => ({
  async user(name: string): Promise<{ user: WikiUser; comment: string | null } | null> {
    const { query } = await act(http, Found, {
      action: 'query',
      list: 'users|logevents',
      ususers: name,
      usprop: 'blockinfo|registration|editcount',
      letype: 'newusers',
      letitle: `User:${name}`,
      leprop: 'comment',
      lelimit: '1',
      assert: 'user',
    });
    const [user] = query.users;
    if (!user || user.missing || user.invalid) return null;
    return { user, comment: query.logevents?.[0]?.comment ?? null };
  },

  async users(from: string | null): Promise<{ users: WikiUser[]; next: string | null }> {
    const { query, continue: more } = await act(http, Listed, {
      action: 'query',
      list: 'allusers',
      auprop: 'blockinfo|registration|editcount',
      aulimit: '500',
      ...(from !== null && { aufrom: from }),
      assert: 'user',
    });
    return { users: query.allusers, next: more?.aufrom ?? null };
  },

  createUser: ({ username, password, email, reason }: NewWikiUser): Promise<Creation> =>
    withToken(http, 'createaccount', async (createtoken): Promise<Creation> => {
      const { createaccount: made } = await act(http, Created, {
        action: 'createaccount',
        createtoken,
        username,
        password,
        retype: password,
        email,
        reason,
        createreturnurl: apiUrl,
        assert: 'user',
      });
      if (made.status === 'PASS') return { name: made.username ?? username };
      const isCaptcha = made.messagecode?.startsWith('captcha') ?? false;
      if (made.status === 'UI' || made.status === 'REDIRECT' || isCaptcha) throw asksForMore();
      return { refused: safeCode(made.messagecode) };
    }),

  /** Also where it is blocked already. What the wiki counts as a block of the person's address is left out. */
  block: (name: string, reason: string) =>
    done('alreadyblocked', () =>
      withToken(http, 'csrf', (token) =>
        act(http, z.object({ block: z.object({}) }), {
          action: 'block',
          user: name,
          expiry: 'infinite',
          reason,
          nocreate: '1',
          token,
          assert: 'user',
        }),
      ),
    ),

  /** Also where it is not blocked. */
  unblock: (name: string) =>
    done('cantunblock', () =>
      withToken(http, 'csrf', (token) =>
        act(http, z.object({ unblock: z.object({}) }), {
          action: 'unblock',
          user: name,
          token,
          assert: 'user',
        }),
      ),
    ),

  /** Whether a password opens an account, tried in a session of its own. */
  async opens(name: string, password: string): Promise<boolean> {
    const apart = links.api({ baseUrl: apiUrl, cookies: true });
    const { clientlogin } = await act(apart, SignedIn, {
      action: 'clientlogin',
      username: name,
      password,
      logintoken: await tokenOf(apart, 'login'),
      loginreturnurl: apiUrl,
    });
    if (clientlogin.status === 'PASS') return true;
    if (clientlogin.messagecode === 'login-throttled')
      throw new OutboundError('rate_limited', 'The wiki asks to wait after too many logins.');
    if (clientlogin.status === 'FAIL') return false;
    throw new OutboundError(
      'provider',
      'The wiki asks for more than a password, so nothing is proved by one.',
    );
  },
});

async function done(code: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (codeOf(error) !== code) throw error;
  }
}
