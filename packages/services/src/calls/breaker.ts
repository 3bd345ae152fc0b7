/** `half_open`: the next call, or the one under way, decides. */
export const breakerStates = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof breakerStates)[number];

export type Breaker = {
  /** `0` when a call may go; else the milliseconds until one may try. */
  wait(now: number): number;
  /** How a call that was let through ended; `null` when that says nothing about the provider. */
  note(isSound: boolean | null, now: number): void;
  state(now: number): { state: BreakerState; retryAt: Date | null };
};

const windowMs = 30_000;
const leastCalls = 20;
const failingShare = 0.5;
const firstPauseMs = 5_000;
const longestPauseMs = 120_000;

/**
 * Opens when at least half of 20 or more calls within 30 s failed, and then lets one call through after a pause
 * that doubles from 5 s to 2 minutes for as long as that one fails too. One per integration and process: each
 * process sees the provider with its own eyes, and nothing has to be asked on the way of a call.
 */
export function createBreaker(): Breaker {
  let startedAt = 0;
  let calls = 0;
  let failures = 0;
  let openUntil = 0;
  let pauseMs = firstPauseMs;
  let probing = false;

  const reset = (now: number) => {
    startedAt = now;
    calls = 0;
    failures = 0;
  };
  const open = (now: number) => {
    openUntil = now + pauseMs;
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    probing = false;
    reset(now);
  };
  const close = (now: number) => {
    openUntil = 0;
    pauseMs = firstPauseMs;
    probing = false;
    reset(now);
  };

  return {
    wait(now) {
      if (openUntil === 0) return 0;
      if (now < openUntil) return openUntil - now;
      if (probing) return firstPauseMs;
      probing = true;
      return 0;
    },
    note(isSound, now) {
      if (probing) {
        if (isSound === false) open(now);
        else if (isSound) close(now);
        else probing = false;
        return;
      }
      if (openUntil !== 0 || isSound === null) return;
      if (now - startedAt > windowMs) reset(now);
      calls += 1;
      if (isSound) return;
      failures += 1;
      if (calls >= leastCalls && failures / calls >= failingShare) open(now);
    },
    state(now) {
      if (openUntil === 0) return { state: 'closed', retryAt: null };
      const state = now < openUntil && !probing ? 'open' : 'half_open';
      return { state, retryAt: new Date(openUntil) };
    },
  };
}
