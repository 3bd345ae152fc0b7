import process from 'node:process';

/** Resolves with its cause when the process is asked to stop: by a signal, or because its parent is gone. */
export function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    if (process.channel) process.on('disconnect', () => resolve('disconnect'));
  });
}

/** Tells a supervisor that listens on an IPC channel. */
export function announceReady(): void {
  process.send?.('ready');
}
