import process from 'node:process';

/** Resolves with the reason when this process is asked to stop: a signal, or a parent that went away. */
export const stopRequested = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => resolve(signal));
    process.once('disconnect', () => resolve('disconnect'));
  });
