import { createHttp } from '@patchbay/providers';
import type { Runtime, ServiceContext } from '../../kernel/index.ts';
import type { Tenant, World } from '../../kernel/testing/world.ts';
import { authorizeConnection } from '../authorize.ts';
import { finishAuthorization } from '../finish.ts';
import type { BrowserSession } from '../session-binding.ts';

const app = { clientId: 'app-of-the-tests', clientSecret: 'client-secret-of-the-tests' };

/** Stands in for Reddit: one-time codes, refresh tokens, the account behind each token, and revocation. */
export function redditUpstream() {
  let count = 0;
  const next = (kind: string) => {
    count += 1;
    return `${kind}-value-${count}-never-to-be-seen`;
  };
  const codes = new Map<string, string>();
  const access = new Map<string, string>();
  const refresh = new Map<string, string>();
  const upstream = {
    /** Paths in the order they were called. */
    calls: [] as string[],
    issued: [] as string[],
    scope: 'identity read submit',
    expiresIn: 3_600,
    rotates: false,
    /** Answers instead of the usual for a path, when it gives an answer. */
    instead: null as
      | ((path: string, request: Request) => Response | Promise<Response> | null)
      | null,
    code(account = 'ada') {
      const code = next('code');
      codes.set(code, account);
      return code;
    },
    isAlive: (token: string) => access.has(token) || refresh.has(token),
    end: (token: string) => access.delete(token) || refresh.delete(token),
    endAll() {
      access.clear();
      refresh.clear();
    },
    async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      upstream.calls.push(pathname);
      const other = await upstream.instead?.(pathname, request);
      if (other) return other;
      if (pathname === '/api/v1/access_token') return token(await request.formData(), request);
      if (pathname === '/api/v1/revoke_token') return revoke(await request.formData());
      return me(request);
    },
  };
  function grant(account: string, kept?: string): Response {
    const tokens = { access: next('access'), refresh: kept ?? next('refresh') };
    access.set(tokens.access, account);
    refresh.set(tokens.refresh, account);
    upstream.issued.push(tokens.access, tokens.refresh);
    return Response.json({
      access_token: tokens.access,
      refresh_token: tokens.refresh,
      token_type: 'bearer',
      expires_in: upstream.expiresIn,
      scope: upstream.scope,
    });
  }
  function token(form: FormData, request: Request): Response {
    const wanted = `Basic ${btoa(`${app.clientId}:${app.clientSecret}`)}`;
    if (request.headers.get('authorization') !== wanted) return new Response('', { status: 401 });
    if (form.get('grant_type') === 'authorization_code') {
      const code = String(form.get('code'));
      const account = codes.get(code);
      codes.delete(code);
      return account ? grant(account) : Response.json({ error: 'invalid_grant' });
    }
    const old = String(form.get('refresh_token'));
    const account = refresh.get(old);
    if (!account) return Response.json({ error: 400 }, { status: 400 });
    if (upstream.rotates) refresh.delete(old);
    return grant(account, upstream.rotates ? undefined : old);
  }
  function revoke(form: FormData): Response {
    upstream.end(String(form.get('token')));
    return new Response(null, { status: 204 });
  }
  function me(request: Request): Response {
    const account = access.get(request.headers.get('authorization')?.replace('Bearer ', '') ?? '');
    if (!account) return new Response('{}', { status: 401 });
    return Response.json({ id: `t2_${account}`, name: account });
  }
  return upstream;
}

/** A tenant with an app of its own at a stand-in for Reddit, and the ways to walk through consent. */
export async function openReddit(world: World, tenant?: Tenant) {
  const upstream = redditUpstream();
  const http = createHttp({ clock: world.clock, fetch: upstream.fetch, retries: 0 });
  const shared = { provider: 'reddit', settings: app };
  const oauth = { ...world.runtime.oauth, sharedApps: { reddit: shared } };
  const runtime: Runtime = { ...world.runtime, http, oauth };
  const organization = tenant ?? (await world.organization());
  const as = async (role: 'owner' | 'admin' | 'member'): Promise<ServiceContext> => ({
    ...(await organization.as(role)),
    runtime,
  });
  const admin = await as('admin');

  /** Sends a person to the consent page and answers the state they carry. */
  async function start(ctx: ServiceContext = admin, more = {}) {
    const { url } = await authorizeConnection(ctx, { provider: 'reddit', ...more });
    return { url: new URL(url), state: new URL(url).searchParams.get('state') ?? '' };
  }
  const finish = (
    params: Record<string, string>,
    session = sessionOf(admin),
    provider = 'reddit',
  ) =>
    finishAuthorization(runtime, {
      provider,
      params: new URLSearchParams(params),
      session,
      requestId: 'req_callback',
    });
  return {
    upstream,
    runtime,
    organization,
    admin,
    as,
    start,
    finish,
    /** The whole way, as the admin. */
    async connect(account = 'ada') {
      const { state } = await start();
      return finish({ state, code: upstream.code(account) });
    },
    close: () => http.close(),
  };
}

export function sessionOf({ principal, sessionId = '' }: ServiceContext): BrowserSession {
  const { actor } = principal;
  if (actor.type !== 'user') throw new Error('Only a person has a browser session.');
  const { id, name, email } = actor;
  return { id: sessionId, user: { id, name, email, operator: false } };
}
