import { constants } from 'node:os';
import process from 'node:process';

/** An expected end of the whole start: what to print and the code to exit with. */
export class Halt extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Resolves with the exit code once somebody wants us gone: a signal, or the bootstrap above us dying
 * (the IPC channel closes). Repeated signals change nothing: a terminal and npm both send Ctrl-C.
 */
export function stopRequested(): Promise<number> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => done(signal === 'SIGTERM' ? 0 : 128 + constants.signals[signal]));
    process.on('disconnect', () => done(1));
  });
}
