import { open, readFile, rename, rm } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { PatchbayError } from '@patchbay/core';
import { identityOf, isSameProcess } from './process-identity.ts';

const patienceMs = 120_000;

/**
 * Runs the work while holding the lock file, so that processes that start at the same moment make one
 * cluster and one server. The lock of a process that died is taken over.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await acquire(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await create(path))) {
    await removeIfStale(path);
    if (Date.now() > deadline)
      throw new PatchbayError(
        'unavailable',
        `Another process has held ${path} for two minutes. If none is starting, delete that file.`,
      );
    await sleep(25);
  }
}

async function create(path: string): Promise<boolean> {
  const handle = await open(path, 'wx', 0o644).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (handle === undefined) return false;
  await handle.writeFile(await identityOf(process.pid));
  await handle.close();
  return true;
}

async function removeIfStale(path: string): Promise<void> {
  const holder = await readFile(path, 'utf8').catch(() => '');
  // Empty means that the holder has just created it; if it died in that instant, patience runs out.
  if (holder === '' || (await isSameProcess(holder))) return;
  // Renamed first: of several processes that see the same dead holder one wins, and a fresh lock that
  // slipped in between is put back.
  const aside = `${path}.${process.pid}.stale`;
  if (
    !(await rename(path, aside).then(
      () => true,
      () => false,
    ))
  )
    return;
  if ((await readFile(aside, 'utf8')) === holder) await rm(aside, { force: true });
  else await rename(aside, path);
}
