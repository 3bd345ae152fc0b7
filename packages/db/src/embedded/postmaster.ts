import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PatchbayError } from '@patchbay/core';
import type { Account } from './account.ts';
import { describeProcess, isAlive } from './process-identity.ts';
import { run } from './run.ts';

export type Postmaster = { pid: number; port: number };

/** What postmaster.pid says (first line pid, fourth port), if that process still lives. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!isAlive(pid)) return undefined;
  const { program, state } = await describeProcess(pid);
  const isOurs = program === '' || program === 'postgres';
  if (isOurs && state !== 'Z') return { pid, port: Number(lines[3]) };
  await disown(data, lines);
  return undefined;
}

/**
 * After a crash the id belongs to another program, or to a server that nobody has buried yet (where the
 * first process of a container does not wait for its orphans); PostgreSQL would refuse to start beside it.
 * Only the id is replaced by one that cannot exist; the shared memory key in the file stays, so that
 * the server still notices backends that outlived the crash.
 */
async function disown(data: string, lines: string[]): Promise<void> {
  await writeFile(join(data, 'postmaster.pid'), ['2147483646', ...lines.slice(1)].join('\n'));
}

export type ServerSettings = Record<string, string | number>;

export type Launched = { ok: true } | { ok: false; portTaken: boolean; said: string };

/**
 * Starts the server of `home/data` detached from this process and waits until it accepts connections; it
 * writes `home/server.log`. pg_ctl puts both paths into a shell command, where a `$` or `"` in them would
 * count, so it is started in `home` and gets them relative.
 */
export async function launch(
  bin: string,
  home: string,
  settings: ServerSettings,
  account: Account,
): Promise<Launched> {
  const log = join(home, 'server.log');
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const before = (await readFile(log, 'utf8').catch(() => '')).length;
  const started = await run(
    join(bin, 'pg_ctl'),
    ['start', '-w', '-t', '60', '-D', 'data', '-l', 'server.log', '-o', options.join(' ')],
    account,
    home,
  );
  if (started.code === 0) return { ok: true };
  const logged = (await readFile(log, 'utf8').catch(() => '')).slice(before);
  const portTaken = /could not bind|Address already in use/.test(logged);
  return { ok: false, portTaken, said: logged || started.output };
}

/** A fast shutdown: open sessions are ended, committed data is kept. */
export async function shutDown(bin: string, data: string, account: Account): Promise<void> {
  const stopped = await run(
    join(bin, 'pg_ctl'),
    ['stop', '-w', '-t', '30', '-m', 'fast', '-D', data],
    account,
  );
  if (stopped.code === 0 || (await findPostmaster(data)) === undefined) return;
  throw new PatchbayError('unavailable', `PostgreSQL did not stop: ${stopped.output}`);
}
