import { PatchbayError } from '@patchbay/core';
import type { Orm } from '@patchbay/db';
import type { EventRow, Stored } from './event-row.ts';
import { storeEvents } from './store-events.ts';

export type Intake = {
  /**
   * Resolves when the event is committed, or was before. Rejects with `unavailable` when that could not be made sure:
   * the sender has to try again, and a copy that did get through will be found then.
   */
  store(row: EventRow): Promise<Stored>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
};

export type IntakeOptions = {
  orm: Orm;
  onError(error: unknown): void;
  /** After every commit that stored something. */
  onStored(): void;
};

/** Two statements at a time: while one waits for the disk, the next is filled. More only split the batches. */
const lanes = 2;
const batchRows = 256;
const batchBytes = 4 * 1024 * 1024;
/** What waits while the database is slow; beyond that a sender is asked to come back. */
const longestQueue = 4_000;
const largestQueue = 128 * 1024 * 1024;

type Waiting = { row: EventRow; resolve(stored: Stored): void; reject(error: unknown): void };

/**
 * Group commit: whatever arrives while a statement runs goes into the next one together. A lone event waits for
 * nobody. Each is answered only after its own commit.
 */
export function createIntake({ orm, onError, onStored }: IntakeOptions): Intake {
  let queue: Waiting[] = [];
  let queuedBytes = 0;
  let running = 0;
  let idlers: (() => void)[] = [];

  const take = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    for (const { row } of queue) {
      bytes += row.body.length;
      if (count === batchRows || (count > 0 && bytes > batchBytes)) break;
      count += 1;
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    for (const { row } of batch) queuedBytes -= row.body.length;
    return batch;
  };
  const pump = () => {
    while (running < lanes && queue.length > 0) {
      running += 1;
      void write(orm, take(), onError)
        .then((hasStored) => {
          if (hasStored) onStored();
        })
        .finally(() => {
          running -= 1;
          pump();
        });
    }
    if (running > 0 || queue.length > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  };

  return {
    store(row) {
      if (queue.length >= longestQueue || queuedBytes + row.body.length > largestQueue)
        return Promise.reject(away());
      return new Promise((resolve, reject) => {
        queue.push({ row, resolve, reject });
        queuedBytes += row.body.length;
        // Requests whose last bytes came in one turn of the loop share a statement.
        if (queue.length === 1) queueMicrotask(pump);
        else if (running < lanes) pump();
      });
    },
    idle: () =>
      new Promise((resolve) => {
        if (running === 0 && queue.length === 0) resolve();
        else idlers.push(resolve);
      }),
  };
}

/** Settles everybody in the batch; true when something new is in the database. */
async function write(
  orm: Orm,
  batch: readonly Waiting[],
  onError: (error: unknown) => void,
): Promise<boolean> {
  try {
    const stored = await storeEvents(
      orm,
      batch.map(({ row }) => row),
    );
    for (const [index, { resolve }] of batch.entries()) resolve(stored[index] ?? 'duplicate');
    return stored.includes('stored');
  } catch (error) {
    if (batch.length === 1 || !isRefusal(error)) {
      onError(error);
      for (const { reject } of batch) reject(away(error));
      return false;
    }
    // One row is at fault and nothing was written: each for itself, so that it harms no other.
    const alone = await Promise.all(batch.map((one) => write(orm, [one], onError)));
    return alone.includes(true);
  }
}

/** Whether the database looked at the statement and said no (classes 22 and 23), rather than being away. */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^2[23]/.test(code);
}

const away = (cause?: unknown) =>
  new PatchbayError('unavailable', 'The event could not be stored. Send it again.', {
    retryAfterSeconds: 5,
    cause,
  });
