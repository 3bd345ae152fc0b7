import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PatchbayError } from '@patchbay/core';
import type { Account } from './account.ts';
import { sharedDir } from './native.ts';
import { run } from './run.ts';

/** A made cluster: `data` is PGDATA, `password` the superuser's. */
export type Cluster = { home: string; data: string; password: string };

export const superuser = 'patchbay';

/**
 * The directory a cluster lives in: below the data directory, or, when the database account cannot
 * reach that (root with a repository below /root), below /var/lib/patchbay with a note of the place.
 */
export async function clusterHome(
  dataDir: string,
  account: Account,
  shared = sharedDir,
): Promise<string> {
  const note = join(dataDir, 'cluster.path');
  const noted = (await readFile(note, 'utf8').catch(() => '')).trim();
  if (noted !== '') return noted;
  if (!account.drop) return join(dataDir, 'cluster');
  // The directory is ours alone, so the account may pass through it; what lies above it is not ours.
  await chmod(dataDir, (await stat(dataDir)).mode | 0o011);
  if (await canEnter(dataDir, account)) return join(dataDir, 'cluster');
  const home = join(shared, `cluster-${randomBytes(8).toString('hex')}`);
  await mkdir(shared, { recursive: true, mode: 0o755 });
  await writeFile(note, `${home}\n`);
  return home;
}

const canEnter = async (directory: string, account: Account): Promise<boolean> =>
  (await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], account)).code === 0;

/** Opens the cluster, making it first if there is none. */
export async function openCluster(home: string, bin: string, account: Account): Promise<Cluster> {
  if (!(await stat(home).catch(() => undefined))) await makeCluster(home, bin, account);
  const password = (await readFile(join(home, 'password'), 'utf8')).trim();
  return { home, data: join(home, 'data'), password };
}

/** Made beside and renamed, so that a cluster is whole or absent whatever interrupts initdb. */
async function makeCluster(home: string, bin: string, account: Account): Promise<void> {
  await removeLeftovers(home);
  const scratch = await mkdtemp(`${home}.new-`);
  try {
    const passwordFile = join(scratch, 'password');
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    await chmod(scratch, 0o700);
    if (account.drop) {
      await chown(passwordFile, account.uid, account.gid);
      await chown(scratch, account.uid, account.gid);
    }
    await initdb(join(scratch, 'data'), passwordFile, bin, account);
    await rename(scratch, home);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What an interrupted initdb left; the caller holds the lock, so none of it is in use. */
async function removeLeftovers(home: string): Promise<void> {
  const names = await readdir(dirname(home));
  const left = names.filter((name) => name.startsWith(`${basename(home)}.new-`));
  await Promise.all(
    left.map((name) => rm(join(dirname(home), name), { recursive: true, force: true })),
  );
}

async function initdb(data: string, passwordFile: string, bin: string, account: Account) {
  const made = await run(
    join(bin, 'initdb'),
    [
      `--pgdata=${data}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
      '--no-instructions',
    ],
    account,
  );
  if (made.code === 0) return;
  throw new PatchbayError(
    'unavailable',
    `PostgreSQL could not make its files in ${data}: ${made.output.split('\n').slice(-3).join(' ')}`,
  );
}
