import type { z } from 'zod';
import type { ApiClient, CallOptions } from './api-client.ts';
import { type CookieJar, createCookieJar } from './cookies.ts';
import { OutboundError } from './errors.ts';
import type { Http, OutboundReply } from './http.ts';
import { retryAfterSeconds } from './retry.ts';
import type { Throttle } from './throttle.ts';

export type ApiClientOptions = {
  http: Http;
  baseUrl: URL;
  cookies: boolean;
  signal?: AbortSignal;
  throttle?: Throttle;
};

const repeatable = new Set(['GET', 'PUT', 'DELETE']);

/** Before credentials are added; `forget` drops the cookies, so that a new login starts clean. */
export type PlainApiClient = ApiClient & { forget(): void };

/** An `ApiClient` without credentials; `kit/session.ts` adds them. */
export function createApiClient(options: ApiClientOptions): PlainApiClient {
  const jar = options.cookies ? createCookieJar() : null;
  return {
    forget: () => jar?.clear(),
    async json(path, schema, call = {}) {
      const method = call.method ?? 'GET';
      const reply = await options.http.send({
        url: urlUnder(options.baseUrl, path, call.query),
        method,
        ...payload(call, jar),
        idempotent: call.idempotent ?? repeatable.has(method),
        signal: call.signal ?? options.signal,
        throttle: options.throttle,
      });
      jar?.keep(reply.headers['set-cookie']);
      refuseFailure(reply, options.http);
      const content = readJson(reply);
      const trouble = call.troubleIn?.(content);
      if (trouble) throw trouble;
      return parse(content, schema, reply.status);
    },
  };
}

/** Joins a relative path; a path that climbs out of the base address is a bug, or an attack. */
export function urlUnder(base: URL, path: string, query: CallOptions['query'] = {}): URL {
  const url = new URL(base);
  const root = base.pathname.replace(/\/$/, '');
  url.pathname = root + path;
  if (url.pathname !== root && !url.pathname.startsWith(path ? `${root}/` : root))
    throw new OutboundError('refused', 'The path leaves the address of the integration.');
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

function payload(call: CallOptions, jar: CookieJar | null) {
  const cookie = jar?.header();
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...call.headers,
    ...(cookie ? { cookie } : {}),
  };
  if (call.json !== undefined) {
    headers['content-type'] = 'application/json; charset=utf-8';
    return { headers, body: JSON.stringify(call.json) };
  }
  if (!call.form) return { headers };
  headers['content-type'] = 'application/x-www-form-urlencoded';
  return { headers, body: new URLSearchParams(call.form).toString() };
}

function refuseFailure(reply: OutboundReply, http: Http): void {
  const { status } = reply;
  if (status >= 200 && status < 300) return;
  if (status === 401 || status === 403)
    throw new OutboundError('auth', `The credentials were refused (HTTP ${status}).`, { status });
  if (status === 404 || status === 410)
    throw new OutboundError('not_found', `There is nothing at this address (HTTP ${status}).`, {
      status,
    });
  if (status === 429)
    throw new OutboundError('rate_limited', 'Too many requests; the provider asks to wait.', {
      status,
      retryAfterSeconds: retryAfterSeconds(reply.headers['retry-after'], http.clock.now()),
    });
  if (status >= 300 && status < 400)
    throw new OutboundError('misconfigured', redirectMessage(reply), { status });
  throw new OutboundError('provider', `The provider answered with an error (HTTP ${status}).`, {
    status,
  });
}

/** Redirects are not followed; the origin they name helps a person to correct the address. */
function redirectMessage(reply: OutboundReply): string {
  const location = reply.headers.location;
  const place =
    typeof location === 'string' && URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  return `The address redirects${place} (HTTP ${reply.status}); redirects are not followed.`;
}

function readJson(reply: OutboundReply): unknown {
  try {
    return JSON.parse(reply.body);
  } catch {
    throw new OutboundError('invalid_response', 'The answer is not JSON.', {
      status: reply.status,
    });
  }
}

function parse<Schema extends z.ZodType>(
  content: unknown,
  schema: Schema,
  status: number,
): z.infer<Schema> {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 3).map(({ path }) => path.join('.') || 'the whole');
  throw new OutboundError(
    'invalid_response',
    `The answer does not have the expected form (${places.join(', ')}).`,
    { status },
  );
}
