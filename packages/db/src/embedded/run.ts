import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

export type Finished = { code: number; output: string };

// Nothing of the caller's environment reaches the server: a stray PGDATA or PGPORT would redirect it.
// NODE_ENV means nothing to it; the types of web frameworks declare it as always present.
const environment = {
  NODE_ENV: 'production',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as const;

/** Runs a program to its end as the given account, in `cwd`, and collects what it said. */
export function run(
  command: string,
  args: string[],
  account: Account,
  cwd = '/',
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(account.drop ? { uid: account.uid, gid: account.gid } : {}),
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('exit', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}
