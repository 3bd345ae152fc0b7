import type { AppRouter } from '@patchbay/trpc';
import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { PatchbayClientError } from './error.ts';

export type RetryOptions = {
  /** Repeats after the first try. */
  retries: number;
  /** The longest wait that is worth it; a server that asks for more gets no repeat. */
  longestWaitMs: number;
  /** 0–1, for jitter. */
  random: () => number;
};

/**
 * Repeats reads that failed for a passing reason. A change is never repeated: it may have happened though its answer was
 * lost. Turns every error into a `PatchbayClientError`.
 */
export const retryReads =
  (options: RetryOptions): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let stop = () => {};
      const attempt = (tries: number) => {
        const subscription = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(cause) {
            const error = new PatchbayClientError(cause);
            const wait = op.type === 'query' ? waitFor(error, tries, options) : null;
            if (wait === null || op.signal?.aborted) observer.error(error);
            else
              stop = after(
                wait,
                op.signal,
                () => attempt(tries + 1),
                () => observer.error(error),
              );
          },
        });
        stop = () => subscription.unsubscribe();
      };
      attempt(0);
      return () => stop();
    });

/** Milliseconds to wait before the next try; null when there should be none. */
function waitFor(error: PatchbayClientError, tries: number, options: RetryOptions): number | null {
  if (tries >= options.retries || !error.retryable) return null;
  const asked = (error.retryAfterSeconds ?? 0) * 1_000;
  if (asked > options.longestWaitMs) return null;
  const doubling = Math.min(options.longestWaitMs, 200 * 2 ** tries);
  return Math.max(asked, doubling * (0.5 + options.random() / 2));
}

/** Runs `go` after a while, or `giveUp` when the signal aborts before; the answer cancels both. */
function after(
  ms: number,
  signal: AbortSignal | null | undefined,
  go: () => void,
  giveUp: () => void,
): () => void {
  const aborted = () => {
    cancel();
    giveUp();
  };
  const timer = setTimeout(() => {
    cancel();
    go();
  }, ms);
  const cancel = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', aborted);
  };
  signal?.addEventListener('abort', aborted, { once: true });
  return cancel;
}
