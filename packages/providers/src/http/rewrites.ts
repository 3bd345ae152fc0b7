import { isWeb } from './addresses.ts';

/** Host patterns (`api.example.com`, `*.example.com`) to the origin that stands in for them. */
export type Rewrites = Readonly<Record<string, string>>;

/** What a dashboard says about one rewrite: calls to `pattern` go to `target`. */
export type RewriteView = { pattern: string; target: string };

export const describeRewrites = (rewrites: Rewrites = {}): RewriteView[] =>
  Object.entries(rewrites).map(([pattern, target]) => ({ pattern, target }));

/** @throws Error naming the pattern whose target is neither an http address nor `scheme://host:port` */
export function requireTargets(rewrites: Rewrites = {}): void {
  for (const [pattern, target] of Object.entries(rewrites))
    if (!URL.canParse(target) || !/^(https?:|[a-z][a-z0-9+.-]*:\/\/[^/]+:\d+$)/.test(target))
      throw new Error(`The rewrite of "${pattern}" has no http address as its target`);
}

/**
 * Sends a call elsewhere: `https://acme.syncromsp.com/api/v1/me` with
 * `{'*.syncromsp.com': 'http://127.0.0.1:4010'}` becomes
 * `http://127.0.0.1:4010/acme.syncromsp.com/api/v1/me`. The demo's sandbox is reached this way.
 */
export function rewriteUrl(url: URL, rewrites: Rewrites = {}): URL {
  const host = url.hostname.toLowerCase();
  const found = Object.entries(rewrites).find(
    ([pattern, place]) => matches(pattern.toLowerCase(), host) && isSpoken(url, new URL(place)),
  );
  if (!found) return url;
  const target = new URL(found[1]);
  if (!isWeb(url)) return target;
  target.pathname = `${target.pathname.replace(/\/$/, '')}/${host}${url.pathname}`;
  target.search = url.search;
  return target;
}

/** A stand-in of HTTP takes no other protocol's connections, nor the other way round. */
const isSpoken = (url: URL, target: URL): boolean =>
  isWeb(url) ? isWeb(target) : url.protocol === target.protocol;

const matches = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
