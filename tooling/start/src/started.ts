import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Access } from './report.ts';

const entry = fileURLToPath(new URL('./main.ts', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** `npm start -- --json` as a test runs it: with an environment and arguments of its own. */
export function startProduct(env: Record<string, string>, args: string[] = ['--json']) {
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  const ended = once(child, 'close').then(([code]): { code: number | null } & typeof said => ({
    code,
    ...said,
  }));
  return { child, said, ended, access: () => accessOf(said, ended) };
}

async function accessOf(said: { out: string }, ended: Promise<{ err: string }>): Promise<Access> {
  const early = ended.then(({ err }) => {
    throw new Error(`It ended before it was ready:\n${err}`);
  });
  while (!said.out.includes('\n')) await Promise.race([early, tick()]);
  return JSON.parse(said.out);
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Every process below the given one, by /proc. */
export function descendantsOf(pid: number): { pid: number; command: string }[] {
  const children = readdirSync('/proc')
    .map(Number)
    .filter((candidate) => candidate > 0 && parentOf(candidate) === pid);
  return children.flatMap((child) => [
    { pid: child, command: read(`/proc/${child}/cmdline`).replaceAll('\0', ' ') },
    ...descendantsOf(child),
  ]);
}

const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A process that ended but was not waited for yet counts as gone. */
export const isAlive = (pid: number): boolean =>
  /^State:\s+[^ZX]/m.test(read(`/proc/${pid}/status`));
