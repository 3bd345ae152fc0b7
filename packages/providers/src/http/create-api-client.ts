import type { z } from 'zod';
import { type Classify, type Trouble, troubleError } from '../kit/trouble.ts';
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
  /** The only certificate to trust at this address. */
  tlsFingerprint?: string;
  /** Sent with every call. */
  headers?: Record<string, string>;
  /** The provider's own view of an answer; asked before the status is. */
  trouble?: Classify;
};

const repeatable = new Set(['GET', 'PUT', 'DELETE']);

/** Before credentials are added; `forget` drops the cookies, so that a new login starts clean. */
export type PlainApiClient = ApiClient & {
  /** The answer as it came, whatever its status. */
  raw(path: string, call?: CallOptions): Promise<OutboundReply>;
  cookies(): Record<string, string>;
  forget(): void;
};

/** An `ApiClient` without credentials; `kit/session.ts` adds them. */
export function createApiClient(options: ApiClientOptions): PlainApiClient {
  const jar = options.cookies ? createCookieJar() : null;

  async function raw(path: string, call: CallOptions = {}): Promise<OutboundReply> {
    const method = call.method ?? 'GET';
    const reply = await options.http.send({
      url: urlUnder(options.baseUrl, path, call.query),
      method,
      ...payload(call, jar, options.headers),
      idempotent: call.idempotent ?? repeatable.has(method),
      signal: call.signal ?? options.signal,
      throttle: options.throttle,
      tlsFingerprint: options.tlsFingerprint,
    });
    jar?.keep(reply.headers['set-cookie']);
    return reply;
  }

  async function send(path: string, call?: CallOptions): Promise<OutboundReply> {
    const reply = await raw(path, call);
    const { status, headers } = reply;
    const trouble = options.trouble?.({ status, headers, content: parsedOrNull(reply.body) });
    if (trouble) throw troubleError(waiting(trouble, reply, options.http), status);
    refuseFailure(reply, options.http);
    return reply;
  }

  return {
    raw,
    send,
    cookies: () => cookieHeader(jar),
    forget: () => jar?.clear(),
    async json(path, schema, call) {
      const reply = await send(path, call);
      const content = readJson(reply);
      const trouble = call?.troubleIn?.(content);
      if (trouble) throw trouble;
      return parse(content, schema, reply.status);
    },
  };
}

const cookieHeader = (jar: CookieJar | null): Record<string, string> => {
  const cookie = jar?.header();
  return cookie ? { cookie } : {};
};

/** How long to wait is in a header more often than in the answer. */
const waiting = (trouble: Trouble, { headers }: OutboundReply, { clock }: Http): Trouble =>
  trouble.what === 'rate_limited' && trouble.retryAfterSeconds === undefined
    ? { ...trouble, retryAfterSeconds: retryAfterSeconds(headers['retry-after'], clock.now()) }
    : trouble;

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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

function payload(call: CallOptions, jar: CookieJar | null, fixed: Record<string, string> = {}) {
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...fixed,
    ...call.headers,
    ...cookieHeader(jar),
  };
  if (call.body !== undefined) return { headers, body: call.body };
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
