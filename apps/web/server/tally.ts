import type { Clock } from '@patchbay/core';

export type TallyOptions = { limit: number; windowMs: number; clock: Clock };

export type Tally = {
  /** Counts one; `0` within the limit, else the seconds until the next window. */
  count(name: string): number;
};

/** So many names are remembered at once; a flood of new ones makes the oldest forgotten, not the process grow. */
const capacity = 10_000;

/** A light limit per name and process, for what costs little and is guarded otherwise. */
export function createTally({ limit, windowMs, clock }: TallyOptions): Tally {
  const seen = new Map<string, { count: number; endsAt: number }>();
  return {
    count(name) {
      const now = clock.now().getTime();
      const known = seen.get(name);
      const window = known && known.endsAt > now ? known : { count: 0, endsAt: now + windowMs };
      window.count += 1;
      seen.delete(name);
      seen.set(name, window);
      const [oldest] = seen.keys();
      if (seen.size > capacity && oldest !== undefined) seen.delete(oldest);
      return window.count > limit ? Math.ceil((window.endsAt - now) / 1_000) : 0;
    },
  };
}
