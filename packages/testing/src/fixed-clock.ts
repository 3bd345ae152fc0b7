import type { Clock } from '@patchbay/core';

export type FixedClock = Clock & {
  set(moment: Date | string): void;
  /** Moves on by milliseconds. */
  advance(ms: number): void;
};

/** A clock that stands still until the test turns it. */
export function fixedClock(start: Date | string = '2026-01-05T09:00:00Z'): FixedClock {
  let moment = new Date(start).getTime();
  return {
    now: () => new Date(moment),
    set: (next) => {
      moment = new Date(next).getTime();
    },
    advance: (ms) => {
      moment += ms;
    },
  };
}
