import { PatchbayError } from '@patchbay/core';
import { problemResponse } from '@patchbay/trpc';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The public address, and for a loopback address its other spellings on the same port. */
export function ownOrigins(publicUrl: string): ReadonlySet<string> {
  const url = new URL(publicUrl);
  if (!loopback.has(url.hostname)) return new Set([url.origin]);
  const port = url.port === '' ? '' : `:${url.port}`;
  return new Set([...loopback].map((name) => `${url.protocol}//${name}${port}`));
}

function originOf(referer: string): string {
  return URL.canParse(referer) ? new URL(referer).origin : 'null';
}

/** Browsers send cookies and these headers by themselves; programs with a key do not. */
function fromBrowser(headers: Headers): boolean {
  return (
    headers.has('cookie') ||
    headers.has('origin') ||
    headers.has('referer') ||
    headers.has('sec-fetch-site')
  );
}

const withKey = (headers: Headers) => headers.has('authorization') || headers.has('x-api-key');

/** Whether a request may change something: it comes from our own pages, or carries no ambient authority. */
export function mayChange(request: Request, origins: ReadonlySet<string>): boolean {
  if (reading.has(request.method)) return true;
  const { headers } = request;
  if (!fromBrowser(headers)) return true;
  if (withKey(headers) && !headers.has('cookie')) return true;
  const origin = headers.get('origin');
  if (origin !== null) return origins.has(origin);
  const referer = headers.get('referer');
  return referer !== null && origins.has(originOf(referer));
}

/**
 * Refuses state-changing requests that another site could have made (OWASP: verifying origin with
 * standard headers). One place for tRPC, REST, sign-in and page actions.
 */
export const sameOrigin = (publicUrl: string) => {
  const origins = ownOrigins(publicUrl);
  return createMiddleware<{ Variables: { requestId: string } }>(async (c, next) => {
    if (!mayChange(c.req.raw, origins)) return refuse(c, publicUrl);
    return next();
  });
};

function refuse(c: Context<{ Variables: { requestId: string } }>, publicUrl: string) {
  const requestId = c.get('requestId');
  const message = `This request did not come from ${publicUrl}, so nothing was changed.`;
  if (!c.req.header('accept')?.includes('text/html'))
    return problemResponse(new PatchbayError('forbidden', message), requestId);
  return c.text(
    `${message}\nOpen Patchbay at that address and try again.\nRequest ${requestId}\n`,
    403,
  );
}
