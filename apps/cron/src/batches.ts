import { uuidFrom } from '@patchbay/core';

/** Small enough that several workers share a sweep, large enough that its queries do not count. */
export const batchSize = 25;

export type Batch = { id: string; integrationIds: string[]; startAfter: Date | undefined };

/** Cuts a slot's work into jobs whose ids follow from the slot, spread over the jitter by their ids. */
export async function batchesOf(
  integrationIds: readonly string[],
  { slot, now, jitterSeconds }: { slot: string; now: Date; jitterSeconds: number },
): Promise<Batch[]> {
  const starts = Array.from(
    { length: Math.ceil(integrationIds.length / batchSize) },
    (_, index) => index * batchSize,
  );
  return Promise.all(
    starts.map(async (start) => {
      const id = await uuidFrom('check-health', slot, String(start / batchSize));
      const delayMs = Math.floor(shareOf(id) * jitterSeconds * 1_000);
      return {
        id,
        integrationIds: integrationIds.slice(start, start + batchSize),
        startAfter: delayMs > 0 ? new Date(now.getTime() + delayMs) : undefined,
      };
    }),
  );
}

/** 0 ≤ share < 1, evenly spread: the id is a digest. */
const shareOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16) / 2 ** 32;
