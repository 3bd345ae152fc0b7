import { setTimeout as sleep } from 'node:timers/promises';

/** What was started and has to be stopped, last first. */
export type Scope = {
  /** Registers how to stop something; when everything is already stopping, stops it and throws. */
  defer(stop: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

export function createScope(): Scope {
  const stops: (() => Promise<void>)[] = [];
  let closing = false;
  return {
    async defer(stop) {
      if (!closing) {
        stops.push(stop);
        return;
      }
      await stop();
      throw new Error('stopped while starting');
    },
    async close() {
      closing = true;
      for (const stop of stops.splice(0).reverse()) await stop().catch(() => undefined);
    },
  };
}

/** Waits for the promise to settle either way, but not for ever. */
export const settledWithin = (promise: Promise<unknown>, ms: number): Promise<void> =>
  Promise.race([
    promise.then(
      () => undefined,
      () => undefined,
    ),
    sleep(ms, undefined, { ref: false }),
  ]);
