import { type Auth, addressBlock, clientAddress } from '@patchbay/auth';
import { finishAuthorization, type Runtime } from '@patchbay/services';
import type { Context } from 'hono';
import type { Variables, WebApp } from '../app.ts';
import { reportError } from '../report.ts';
import { socketAddress } from '../socket-address.ts';
import { createTally } from '../tally.ts';
import { firstCheck } from './first-check.ts';
import { type Landing, landingOf, signedOut, unreadable } from './landing.ts';
import { smallPage } from './small-page.ts';

export type CallbackOptions = {
  runtime: Runtime;
  auth: Auth;
  trustedProxyHeader?: string | undefined;
  log(line: string): void;
};

type Visit = Context<{ Variables: Variables }>;

/** Codes are a few hundred characters and answers have a handful of fields; this leaves room for both. */
const longestQuery = 6_000;
const mostParameters = 20;

/** A person comes back a few times a minute at most; who guesses states gets no further than this. */
const perMinute = 60;

/**
 * `GET /oauth/<provider>/callback`: where consent pages send people back. A path of its own for each provider, so that
 * an answer of one cannot pass for another's. The session cookie is `SameSite=Lax` and so comes along.
 */
export const oauthCallback =
  ({ runtime, auth, trustedProxyHeader, log }: CallbackOptions) =>
  (app: WebApp): void => {
    const tally = createTally({ limit: perMinute, windowMs: 60_000, clock: runtime.clock });

    async function land(c: Visit, provider: string): Promise<Response> {
      const session = await auth.sessionOf(c.req.raw.headers);
      const params = paramsOf(c.req.raw);
      if (params === null) return show(c, unreadable);
      if (session === null) return show(c, signedOut);
      const { id, user } = session;
      const requestId = c.var.requestId;
      const result = await finishAuthorization(runtime, {
        provider,
        params,
        session: { id, user },
        requestId,
      });
      if (result.outcome === 'connected') {
        const person = { type: 'user' as const, ...user };
        void firstCheck(runtime, result, { person, requestId }, log);
      }
      const answer = show(c, landingOf(result));
      for (const cookie of session.setCookie) answer.headers.append('set-cookie', cookie);
      return answer;
    }

    app.all('/oauth/:provider/callback', async (c) => {
      // HEAD would use the state up as well, and show nothing.
      if (c.req.raw.method !== 'GET') return wrongMethod();
      c.set('referrerPolicy', 'no-referrer');
      const address = clientAddress(c.req.raw.headers, socketAddress(c), trustedProxyHeader);
      const wait = tally.count(addressBlock(address));
      if (wait > 0) return slowDown(c, wait);
      return land(c, c.req.param('provider')).catch((error: unknown) => {
        log(reportError(error, 'an OAuth callback', c.var.requestId));
        return broken(c);
      });
    });
  };

function paramsOf({ url }: Request): URLSearchParams | null {
  const { search, searchParams } = new URL(url);
  return search.length > longestQuery || searchParams.size > mostParameters ? null : searchParams;
}

function show(c: Visit, landing: Landing): Response {
  if (landing.kind === 'page') return smallPage(landing.page, c.var.nonce, landing.status);
  return new Response(null, {
    status: 303,
    headers: { location: landing.location, 'cache-control': 'no-store' },
  });
}

const wrongMethod = (): Response =>
  new Response('A consent page answers by GET.\n', {
    status: 405,
    headers: { allow: 'GET', 'content-type': 'text/plain; charset=utf-8' },
  });

const home = { href: '/', label: 'Back to Patchbay' };

const slowDown = (c: Visit, seconds: number): Response =>
  smallPage(
    {
      title: 'Too many answers from here',
      text: [`Wait ${seconds} seconds, then open the integration and connect it again.`],
      link: home,
    },
    c.var.nonce,
    429,
    { 'retry-after': String(seconds) },
  );

const broken = (c: Visit): Response =>
  smallPage(
    {
      title: 'Something went wrong here',
      text: [
        `Whether the integration is connected, its page says. Quote ${c.var.requestId} when you report it.`,
      ],
      link: home,
    },
    c.var.nonce,
    500,
  );
