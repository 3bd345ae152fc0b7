import { setTimeout as wait } from 'node:timers/promises';

export type PersistOptions = {
  signal: AbortSignal;
  /** Whether trying again makes sense; always unless told. */
  retryable?: (error: unknown) => boolean;
  onRetry?: (error: unknown, waitMs: number) => void;
  firstWaitMs?: number;
  maxWaitMs?: number;
};

/**
 * Repeats `work` until it succeeds, waiting twice as long each time (250 ms to 15 s unless told) give or
 * take a tenth. Rejects with the last error when aborted or when trying again makes no sense.
 */
export async function persist<Value>(
  work: () => Promise<Value>,
  { signal, retryable, onRetry, firstWaitMs = 250, maxWaitMs = 15_000 }: PersistOptions,
): Promise<Value> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || retryable?.(error) === false) throw error;
      const waitMs = Math.min(maxWaitMs, firstWaitMs * 2 ** attempt) * (0.9 + Math.random() * 0.2);
      onRetry?.(error, waitMs);
      await wait(waitMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
