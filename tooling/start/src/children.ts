import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Child = {
  name: string;
  /** Resolves with the exit code when the process ends, for whatever reason. */
  ended: Promise<number>;
  stop(graceMs: number): Promise<void>;
};

export type ChildOptions = {
  name: string;
  script: string;
  args?: string[];
  cwd?: string;
  env: NodeJS.ProcessEnv;
  /** Takes its lines; without it they go to our stderr under its name. */
  say?: (line: string) => void;
};

const tether = fileURLToPath(new URL('./tether.ts', import.meta.url));

/** Starts a Node process that ends with us. */
export function startChild(options: ChildOptions): Child {
  const { name, script, args = [], cwd, env, say = announce(name) } = options;
  const child = spawn(process.execPath, ['--import', tether, script, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null) createInterface({ input: stream }).on('line', say);
  const ended = endOf(child);
  return { name, ended, stop: (graceMs) => stop(child, ended, graceMs) };
}

const announce = (name: string) => (line: string) => {
  process.stderr.write(`[${name}] ${line}\n`);
};

async function endOf(child: ChildProcess): Promise<number> {
  const [code, signal]: [number | null, NodeJS.Signals | null] = await Promise.race([
    once(child, 'exit').then(([code, signal]): [number | null, NodeJS.Signals | null] => [
      code,
      signal,
    ]),
    once(child, 'error').then((): [number, null] => [127, null]),
  ]);
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

async function stop(child: ChildProcess, ended: Promise<number>, graceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(impatience);
}
