import type { Auth, SessionUser } from '@patchbay/auth';
import { deleteOwnPerson, type Runtime } from '@patchbay/services';
import {
  type ApiCaller,
  appRouter,
  type Context,
  createCaller,
  createContext,
  handleRest,
  isUnexpected,
  type LiveSource,
  refusalOf,
} from '@patchbay/trpc';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Context as HonoContext } from 'hono';
import type { Variables, WebApp } from './app.ts';
import { namedOrganization, openDoor, openPageDoor, type PageSession } from './door.ts';
import { oauthCallback } from './oauth/callback.ts';
import { reportError } from './report.ts';
import { socketAddress } from './socket-address.ts';

export type ApiDependencies = {
  runtime: Runtime;
  auth: Auth;
  live: LiveSource;
  /** The header in which a proxy in front tells where requests come from: `TRUSTED_PROXY_HEADER`. */
  trustedProxyHeader?: string | undefined;
  log(line: string): void;
};

export type Api = {
  /** Adds `/api/trpc`, `/api/v1`, `/api/auth` and the callbacks of consent pages. */
  mount(app: WebApp): void;
  /**
   * For the pages of one request: the router called in the process as the signed-in person, and with a slug inside
   * that organization. All callers of one slug share one look at the membership.
   */
  callersFor(
    session: PageSession | null,
    requestId: string,
    signal?: AbortSignal,
  ): (slug?: string) => ApiCaller;
  /** Deletes a person who has proved just now who they are. No procedure does it: those take a session alone. */
  erase(person: SessionUser, requestId: string): Promise<unknown>;
};

/** More procedures than any page asks for at once, and few enough to bound what one request can cost. */
const maxBatchSize = 20;

type Call = { request: Request; requestId: string; context: Context };

/** The endpoints for programs and scripts. Origin check, body limit and security headers stand in front of them. */
export function createApi(dependencies: ApiDependencies): Api {
  const { runtime, auth, live, log } = dependencies;
  const report: Report = (error, where, requestId) => log(reportError(error, where, requestId));

  const answerWith =
    (answer: (call: Call) => Promise<Response>) =>
    async (c: HonoContext<{ Variables: Variables }>) => {
      const requestId = c.get('requestId');
      const request = c.req.raw;
      const slug = namedOrganization(request);
      const door = openDoor(runtime, auth, request.headers);
      const { signal } = request;
      const context = createContext({ runtime, requestId, slug, door, live, signal });
      // Asked before the answer starts, since a streamed answer has no place for cookies later.
      await context.caller().catch(() => undefined);
      const response = await answer({ request, requestId, context });
      return withHeaders(response, door.setCookie());
    };

  return {
    mount(app) {
      app.all('/api/trpc/*', answerWith(trpcAnswer(report)));
      app.all(
        '/api/v1/*',
        answerWith(({ request, context }) =>
          handleRest(request, { endpoint: '/api/v1', context, report }),
        ),
      );
      app.all('/api/auth/*', (c) => auth.handler(c.req.raw, socketAddress(c)));
      oauthCallback(dependencies)(app);
    },
    erase: (user, requestId) =>
      deleteOwnPerson({ runtime, person: { type: 'user', ...user }, requestId }),
    callersFor(session, requestId, signal) {
      const door = openPageDoor(runtime, session);
      const callers = new Map<string | null, ApiCaller>();
      return (slug) => {
        const key = slug ?? null;
        const known = callers.get(key);
        if (known !== undefined) return known;
        const context = createContext({ runtime, requestId, slug: key, door, live, signal });
        const caller = createCaller(context, { onError: reporter(report, requestId) });
        callers.set(key, caller);
        return caller;
      };
    },
  };
}

type Report = (error: unknown, where: string, requestId: string) => void;

/** Passes on what nobody expected; refusals are answers. */
const reporter =
  (report: Report, requestId: string) =>
  ({ error, path }: { error: unknown; path?: string | undefined }) => {
    if (isUnexpected(error)) report(error, path ?? 'a call', requestId);
  };

const trpcAnswer =
  (report: Report) =>
  ({ request, requestId, context }: Call): Promise<Response> =>
    fetchRequestHandler({
      endpoint: '/api/trpc',
      req: request,
      router: appRouter,
      createContext: () => context,
      maxBatchSize,
      responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
      onError: reporter(report, requestId),
    });

/** The longest wait that any procedure of a batch asks for. */
function retryAfter(errors: readonly unknown[]): Record<string, string> {
  const waits = errors.map((error) => refusalOf(error, null).retryAfterSeconds ?? 0);
  const longest = Math.max(0, ...waits);
  return longest > 0 ? { 'retry-after': String(longest) } : {};
}

function withHeaders(response: Response, setCookie: readonly string[]): Response {
  const headers = new Headers(response.headers);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  for (const cookie of setCookie) headers.append('set-cookie', cookie);
  return new Response(response.body, { status: response.status, headers });
}
