import { describe, expect, it } from 'vitest';
import { persist } from './back-off.ts';

describe('persist', () => {
  it('tries again until the work succeeds, waiting longer each time', async () => {
    const waits: number[] = [];
    let attempts = 0;
    const value = await persist(
      async () => {
        attempts += 1;
        if (attempts < 4) throw new Error('not yet');
        return 'done';
      },
      {
        signal: new AbortController().signal,
        firstWaitMs: 2,
        maxWaitMs: 5,
        onRetry: (_, waitMs) => waits.push(waitMs),
      },
    );
    expect([value, attempts]).toEqual(['done', 4]);
    for (const [index, planned] of [2, 4, 5].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(planned * 0.9);
      expect(waits[index]).toBeLessThanOrEqual(planned * 1.1);
    }
  });

  it('gives up at once when trying again makes no sense', async () => {
    let attempts = 0;
    const work = () => {
      attempts += 1;
      return Promise.reject(new Error('wrong password'));
    };
    const { signal } = new AbortController();
    await expect(persist(work, { signal, retryable: () => false })).rejects.toThrow('password');
    expect(attempts).toBe(1);
  });

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const work = () => Promise.reject(new Error('no server'));
    const result = persist(work, {
      signal: controller.signal,
      firstWaitMs: 60_000,
      onRetry: () => controller.abort(),
    });
    await expect(result).rejects.toThrow('no server');
  });
});
