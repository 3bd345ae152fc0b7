import { PatchbayError } from '@patchbay/core';
import { problemResponse } from '@patchbay/trpc';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import type { LoadContext } from './context.ts';
import { forPages, refusePageRequest } from './page-request.ts';
import { requestId } from './request-id.ts';
import { sameOrigin } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { socketAddress } from './socket-address.ts';

export type Variables = {
  requestId: string;
  nonce: string;
  /** For an answer whose own address must not be told to anybody. */
  referrerPolicy?: 'no-referrer';
};
export type WebApp = Hono<{ Variables: Variables }>;
export type RequestFacts = {
  request: Request;
  /** The socket's, before any proxy was asked. */
  address: string | undefined;
  requestId: string;
  nonce: string;
};
export type PageRequest = {
  context: LoadContext;
  /** Of a session that was prolonged on the way. */
  setCookie: readonly string[];
};

export type AppDependencies = {
  publicUrl: string;
  /** Whether the database is reachable and migrated. */
  ready: () => Promise<boolean>;
  /** What a page's loaders and actions work with, made once per request. */
  context: (facts: RequestFacts) => Promise<PageRequest>;
  /** The pages: Remix's request handler. */
  pages: (request: Request, context: LoadContext) => Promise<Response>;
  /** Endpoints for programs; they come before the pages and behind the same checks. */
  api?: (app: WebApp) => void;
  /** Endpoints that other sites' scripts may call too, since no cookie opens them; behind no check of origin. */
  open?: (app: WebApp) => void;
  /** Files that never change; they come first and carry none of a page's headers. */
  assets?: Hono;
  reloadSocket?: string;
};

const maxBodyBytes = 1024 * 1024;

export function createApp(deps: AppDependencies): WebApp {
  const app: WebApp = new Hono();
  const secure = deps.publicUrl.startsWith('https:');
  if (deps.assets) app.route('/', deps.assets);
  app.use(requestId);
  app.use(securityHeaders({ secure, reloadSocket: deps.reloadSocket ?? null }));
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const ready = await deps.ready().catch(() => false);
    return ready ? c.json({ status: 'ready' }) : c.json({ status: 'unavailable' }, 503);
  });
  deps.open?.(app);
  app.use(sameOrigin(deps.publicUrl));
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge }));
  app.use(compress());
  deps.api?.(app);
  app.all('*', async (c) => {
    const request = c.req.raw;
    const { requestId, nonce } = c.var;
    const refusal = refusePageRequest(request, requestId);
    if (refusal !== null) return refusal;
    const facts = { request, address: socketAddress(c), requestId, nonce };
    const { context, setCookie } = await deps.context(facts);
    const answer = await deps.pages(forPages(request), context);
    // An action decides about the session's cookies by itself: it may have ended it.
    if (request.method !== 'GET') return answer;
    return withCookies(answer, setCookie);
  });
  return app;
}

function withCookies(answer: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
  return answer;
}

function tooLarge(c: Context<{ Variables: Variables }>): Response {
  const error = new PatchbayError('invalid_input', 'The request is larger than 1 MB.');
  return problemResponse(error, c.var.requestId, { status: 413, title: 'Content Too Large' });
}
