/** Until when each route of an account has to wait, in Unix milliseconds. */
export type RouteHolds = Map<string, number>;

const mostRoutes = 500;

/** Method and path: what a provider that names buckets counts apart, or finer than that. */
export function routeOf({ method, endpoint }: { method: string; endpoint: string }): string {
  const at = endpoint.indexOf('?');
  return `${method} ${at < 0 ? endpoint : endpoint.slice(0, at)}`;
}

/** Holds one route back. When there are too many, the oldest goes: its next refusal brings it back. */
export function holdRoute(holds: RouteHolds, route: string, until: number): void {
  holds.delete(route);
  holds.set(route, until);
  for (const oldest of holds.keys()) {
    if (holds.size <= mostRoutes) break;
    holds.delete(oldest);
  }
}

/** The milliseconds that a route still has to wait; 0 when it may go. */
export function routeWait(holds: RouteHolds, route: string, now: number): number {
  const until = holds.get(route);
  if (until === undefined) return 0;
  if (until > now) return until - now;
  holds.delete(route);
  return 0;
}
