import { createMiddleware } from 'hono/factory';
import type { Variables } from './app.ts';

export type SecurityOptions = {
  /** Served over https: browsers are told to stay there. */
  secure: boolean;
  /** Vite's dev client, which injects style elements and listens on a socket of its own; null in production. */
  reloadSocket: string | null;
};

const constant = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function contentPolicy(nonce: string, { secure, reloadSocket }: SecurityOptions): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    // A nonce would switch 'unsafe-inline' off.
    `style-src 'self' ${reloadSocket ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${reloadSocket ? ` ${reloadSocket}` : ''}`,
    // Chromium holds every redirect of a form to it, and consent pages redirect on to hosts that nobody can list
    // (api.notion.com to www.notion.so). So nothing is added here for them: whoever starts a connection without script
    // gets a page with a link, which is a navigation of its own.
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** Headers for every answer, and `no-store` for those that did not decide about caching themselves. */
export const securityHeaders = (options: SecurityOptions) =>
  createMiddleware<{ Variables: Pick<Variables, 'nonce' | 'referrerPolicy'> }>(async (c, next) => {
    const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
    c.set('nonce', nonce);
    await next();
    for (const [name, value] of Object.entries(constant)) c.header(name, value);
    const referrerPolicy = c.get('referrerPolicy');
    if (referrerPolicy) c.header('referrer-policy', referrerPolicy);
    c.header('content-security-policy', contentPolicy(nonce, options));
    if (options.secure)
      c.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
