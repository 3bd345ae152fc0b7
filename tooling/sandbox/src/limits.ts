import { boundedMap } from './bounded-map.ts';
import type { SandboxClock } from './clock.ts';

/** Where a caller stands in a window after this request. */
export type Standing = {
  limit: number;
  used: number;
  remaining: number;
  resetSeconds: number;
  exceeded: boolean;
};

/** Fixed windows by key. Switched off, everything is still counted and nothing refused. */
export function createLimits(clock: SandboxClock) {
  const windows = boundedMap<{ used: number; endsAt: number }>(20_000);
  let enforced = true;
  return {
    enforce(on: boolean): void {
      enforced = on;
    },
    reset: (): void => windows.clear(),
    take(key: string, limit: number, seconds: number): Standing {
      const now = clock.now();
      const known = windows.get(key);
      const open =
        known && known.endsAt > now
          ? known
          : windows.set(key, { used: 0, endsAt: now + seconds * 1000 });
      const exceeded = enforced && open.used >= limit;
      if (!exceeded) open.used += 1;
      return {
        limit,
        used: open.used,
        remaining: Math.max(0, limit - open.used),
        resetSeconds: (open.endsAt - now) / 1000,
        exceeded,
      };
    },
  };
}
export type Limits = ReturnType<typeof createLimits>;
