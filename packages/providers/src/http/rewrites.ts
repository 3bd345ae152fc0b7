/** Host patterns (`api.example.com`, `*.example.com`) to the origin that stands in for them. */
export type Rewrites = Readonly<Record<string, string>>;

/** What a dashboard says about one rewrite: calls to `pattern` go to `target`. */
export type RewriteView = { pattern: string; target: string };

export const describeRewrites = (rewrites: Rewrites = {}): RewriteView[] =>
  Object.entries(rewrites).map(([pattern, target]) => ({ pattern, target }));

/** @throws Error naming the pattern whose target is no http address */
export function requireTargets(rewrites: Rewrites = {}): void {
  for (const [pattern, target] of Object.entries(rewrites))
    if (!URL.canParse(target) || !/^https?:/.test(target))
      throw new Error(`The rewrite of "${pattern}" has no http address as its target`);
}

/**
 * Sends a call elsewhere: `https://acme.syncromsp.com/api/v1/me` with
 * `{'*.syncromsp.com': 'http://127.0.0.1:4010'}` becomes
 * `http://127.0.0.1:4010/acme.syncromsp.com/api/v1/me`. The demo's sandbox is reached this way.
 */
export function rewriteUrl(url: URL, rewrites: Rewrites = {}): URL {
  const host = url.hostname.toLowerCase();
  const found = Object.entries(rewrites).find(([pattern]) => matches(pattern.toLowerCase(), host));
  if (!found) return url;
  const target = new URL(found[1]);
  target.pathname = `${target.pathname.replace(/\/$/, '')}/${host}${url.pathname}`;
  target.search = url.search;
  return target;
}

const matches = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
