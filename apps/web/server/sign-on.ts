import { type Auth, signOnPaths } from '@patchbay/auth';
import type { WebApp } from './app.ts';
import { smallPage } from './oauth/small-page.ts';
import { socketAddress } from './socket-address.ts';

/** Where `/sso/sign-in` comes back to once somebody is signed in. */
const continuePath = '/sso/continue';

/** The endpoints of the OpenID provider, and the step from our own sign-in back to them. */
export const signOnEndpoints =
  (auth: Auth) =>
  (app: WebApp): void => {
    for (const path of signOnPaths)
      app.all(path, (c) => auth.signOn.handler(c.req.raw, socketAddress(c)));
    // Pages let no form lead elsewhere, redirects included, so that a page of its own starts anew.
    app.get(continuePath, (c) => {
      const link = { href: authorizePath(new URL(c.req.url).searchParams), label: 'Continue' };
      const page = { title: 'You are signed in', text: ['One moment.'], link, leaves: true };
      return smallPage(page, c.var.nonce);
    });
  };

/** What the provider adds to the query when it sends somebody to sign in, and what is done by having signed in. */
const spent = ['sig', 'exp', 'max_age'];
const spentPrompts = new Set(['login', 'select_account', 'create']);

/** The tool's own request again, without what was asked of signing in: a tool that has to know reads `auth_time`. */
function authorizePath(query: URLSearchParams): string {
  const params = new URLSearchParams(query);
  for (const name of query.keys())
    if (spent.includes(name) || name.startsWith('ba_')) params.delete(name);
  const prompts = params.get('prompt')?.split(' ') ?? [];
  const left = prompts.filter((prompt) => !spentPrompts.has(prompt));
  params.delete('prompt');
  if (left.length > 0) params.set('prompt', left.join(' '));
  return `/api/auth/oauth2/authorize?${params}`;
}
