import { describe, expect, it } from 'vitest';
import { batchesOf, batchSize } from './batches.ts';

const slot = '2026-01-05T09:00:00.000Z';
const now = new Date('2026-01-05T09:00:01Z');
const ids = Array.from({ length: 2 * batchSize + 1 }, (_, index) => `integration ${index}`);

describe('batchesOf', () => {
  it('puts every integration into one batch', async () => {
    const batches = await batchesOf(ids, { slot, now, jitterSeconds: 0 });
    expect(batches.map(({ integrationIds }) => integrationIds.length)).toEqual([25, 25, 1]);
    expect(batches.flatMap(({ integrationIds }) => integrationIds)).toEqual(ids);
  });

  it('gives the batches of a slot the same ids each time, and of another slot other ones', async () => {
    const [first, again, other] = await Promise.all(
      [slot, slot, '2026-01-05T09:15:00.000Z'].map((named) =>
        batchesOf(ids, { slot: named, now, jitterSeconds: 0 }),
      ),
    );
    const idsOf = (batches = first) => batches?.map(({ id }) => id) ?? [];
    expect(idsOf(again)).toEqual(idsOf(first));
    expect(new Set([...idsOf(first), ...idsOf(other)]).size).toBe(6);
  });

  it('spreads the starts within the jitter, and not at all without one', async () => {
    const many = Array.from({ length: 200 * batchSize }, (_, index) => String(index));
    const spread = await batchesOf(many, { slot, now, jitterSeconds: 60 });
    const delays = spread.map(({ startAfter }) => Number(startAfter) - now.getTime());
    expect(Math.min(...delays)).toBeLessThan(10_000);
    expect(Math.max(...delays)).toBeGreaterThan(50_000);
    expect(delays.every((delay) => delay > 0 && delay < 60_000)).toBe(true);

    const [at] = await batchesOf(ids, { slot, now, jitterSeconds: 0 });
    expect(at?.startAfter).toBeUndefined();
  });

  it('makes nothing of nothing', async () => {
    expect(await batchesOf([], { slot, now, jitterSeconds: 60 })).toEqual([]);
  });
});
