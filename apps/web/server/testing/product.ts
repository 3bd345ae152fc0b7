import { createAuth } from '@patchbay/auth';
import { type Clock, type KeyPermission, keyPermissions, systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { openOrm } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import type { Sandbox } from '@patchbay/sandbox';
import {
  type ConnectionPolicy,
  openCalls,
  openPolicy,
  type Runtime,
  signOnClaims,
  verifyKeyring,
} from '@patchbay/services';
import { freshDatabase } from '@patchbay/testing';
import type { AppRouter } from '@patchbay/trpc';
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import pg from 'pg';
import superjson from 'superjson';
import { createApi } from '../api.ts';
import { createApp, type WebApp } from '../app.ts';
import { openLiveEvents } from '../live.ts';
import { signOnEndpoints } from '../sign-on.ts';

export const origin = 'http://127.0.0.1:3000';
const keyText = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');

export type Visitor = {
  headers: Record<string, string>;
  client: TRPCClient<AppRouter>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
};

export type Founded = { slug: string; id: string; owner: Visitor; email: string };

/** Of everybody. */
const password = 'a quiet harbour at dawn';

export type ProductOptions = {
  /** Plays the providers instead of `upstream`. */
  sandbox?: Pick<Sandbox, 'allow' | 'rewrites'>;
  clock?: Clock;
  oauth?: ConnectionPolicy;
};

/** The whole web process but for its pages, on a database of its own. Close it after the suite. */
export async function openProduct(
  upstream: typeof fetch = unreachable,
  { sandbox, clock = systemClock, oauth = openPolicy(origin) }: ProductOptions = {},
) {
  const database = await freshDatabase();
  const orm = await openOrm({ url: database.url, poolSize: 4 });
  const keys = await parseKeyRing(keyText);
  await verifyKeyring(orm, keys);
  const http = sandbox
    ? createHttp({ clock, allow: sandbox.allow, rewrites: sandbox.rewrites })
    : createHttp({ clock, fetch: upstream, resolve: publicAddress });
  const runtime: Runtime = { orm, keys, clock, http, signup: 'open', oauth };
  const auth = createAuth({
    url: database.url,
    poolSize: 2,
    secret: 'only-for-tests-2d7e4b90a1c8f365',
    publicUrl: origin,
    signup: 'open',
    signOn: { claims: (who) => signOnClaims(runtime, who) },
  });
  const log: string[] = [];
  const calls = openCalls(runtime, { usageLogging: true });
  const live = openLiveEvents({
    url: database.url,
    log: (line) => log.push(line),
    watch: calls,
  });
  await live.ready;
  const api = createApi({ runtime, auth, live, log: (line) => log.push(line) });
  const app = createApp({
    publicUrl: origin,
    ready: async () => true,
    open: signOnEndpoints(auth),
    api: api.mount,
    context: () => Promise.reject(new Error('no pages here')),
    pages: async () => new Response('page', { status: 404 }),
  });
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  let people = 0;

  const signUp = async (name: string): Promise<{ email: string; visitor: Visitor }> => {
    people += 1;
    const email = `${name.toLowerCase()}-${people}@example.org`;
    const from = { headers: new Headers(), address: `192.0.2.${people}` };
    const { setCookie } = await auth.signUp({ email, name, password }, from);
    return { email, visitor: visit(app, { cookie: cookieOf(setCookie), origin }) };
  };

  // The first person of an empty Patchbay becomes its operator.
  const { visitor: operator } = await signUp('operator');

  return {
    app,
    api,
    operator,
    auth,
    calls,
    live,
    log,
    runtime,
    url: database.url,
    query: async (text: string, values: unknown[] = []) => (await admin.query(text, values)).rows,
    signUp,
    /** One more browser of somebody. */
    async signIn(email: string): Promise<Visitor> {
      const from = { headers: new Headers(), address: '192.0.2.250' };
      const { setCookie } = await auth.signIn({ email, password }, from);
      return visit(app, { cookie: cookieOf(setCookie), origin });
    },
    /** An organization with its first person. */
    async found(name: string): Promise<Founded> {
      const { email, visitor } = await signUp(`${name}-owner`);
      const { slug, id } = await visitor.client.organizations.create.mutate({ name });
      return { slug, id, owner: inside(app, visitor, slug), email };
    },
    /** Somebody who joined by invitation. */
    async join(organization: Founded, role: 'admin' | 'member'): Promise<Visitor> {
      const { email, visitor } = await signUp(role);
      const { token } = await organization.owner.client.invitations.create.mutate({ email, role });
      await visitor.client.invitations.accept.mutate({ token });
      return inside(app, visitor, organization.slug);
    },
    async program(
      organization: Founded,
      permissions: KeyPermission[] = [...keyPermissions],
    ): Promise<Visitor & { key: string; keyId: string }> {
      const input = { name: 'program', permissions };
      const { key, id } = await organization.owner.client.keys.create.mutate(input);
      return { ...visit(app, { authorization: `Bearer ${key}` }), key, keyId: id };
    },
    visit: (headers: Record<string, string>) => visit(app, headers),
    inside: (visitor: Visitor, slug: string) => inside(app, visitor, slug),
    async close() {
      await live.close();
      await calls.close();
      await auth.close();
      await http.close();
      await orm.close();
      await admin.end();
      await database.drop();
    },
  };
}
export type Product = Awaited<ReturnType<typeof openProduct>>;

const cookieOf = (setCookie: readonly string[]): string =>
  setCookie.map((line) => line.split(';')[0]).join('; ');

/** Somebody with these headers on every request. */
function visit(app: WebApp, headers: Record<string, string>): Visitor {
  const send = async (path: string, init: RequestInit = {}) => {
    const all = new Headers(init.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return app.request(new Request(new URL(path, origin), { ...init, headers: all }));
  };
  const client = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${origin}/api/trpc`,
        transformer: superjson,
        fetch: (url, init) => send(String(url), { ...init, signal: init?.signal ?? null }),
      }),
    ],
  });
  return { headers, client, fetch: send };
}

const inside = (app: WebApp, { headers }: Visitor, slug: string): Visitor =>
  visit(app, { ...headers, 'x-patchbay-organization': slug });

const unreachable: typeof fetch = async () => {
  throw new TypeError('fetch failed');
};

const publicAddress = async () => [{ address: '93.184.216.34', family: 4 as const }];
