import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program to its end and hands back what it printed. */
export async function run(
  program: string,
  parameters: string[],
  environment: Record<string, string> = {},
): Promise<string> {
  const { stdout } = await execute(program, parameters, {
    env: { ...process.env, ...environment },
    maxBuffer: 10_000_000,
  });
  return stdout;
}

export type RunningServer = {
  /** What it wrote to stderr, the end of it. */
  complaints(): string;
  hasEnded(): boolean;
  stop(): Promise<void>;
};

/**
 * Starts a program in a process group of its own, so that its workers end with it: at `stop`, and at
 * the latest when this process exits.
 */
export function startInGroup(
  program: string,
  parameters: string[],
  environment: Record<string, string>,
): RunningServer {
  const child = spawn(program, parameters, {
    env: { ...process.env, ...environment },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let heard = '';
  let hasEnded = false;
  child.stderr.on('data', (piece) => {
    heard = (heard + String(piece)).slice(-4_000);
  });
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const killNow = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killNow);
  return {
    complaints: () => heard,
    hasEnded: () => hasEnded,
    async stop() {
      signalGroup(child, 'SIGTERM');
      await Promise.race([ended, sleep(3_000)]);
      killNow();
      await ended;
      process.off('exit', killNow);
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

/** A port nobody listens on just now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
