import { readFile, stat } from 'node:fs/promises';
import process from 'node:process';
import { PatchbayError } from '@patchbay/core';

/** Whom the server runs as. `drop` says that we are root and have to become that account first. */
export type Account = { uid: number; gid: number; drop: boolean };

/**
 * PostgreSQL refuses to run as root, so root hands it to the owner of an existing cluster, else to
 * `postgres`, else to `nobody`. Everybody else runs it as themselves.
 */
export async function databaseAccount(clusterDir: string): Promise<Account> {
  if (process.getuid === undefined || process.getgid === undefined)
    throw new PatchbayError(
      'unavailable',
      'The embedded PostgreSQL runs on Linux and macOS only. Set DATABASE_URL to a PostgreSQL server.',
    );
  const uid = process.getuid();
  if (uid !== 0) return { uid, gid: process.getgid(), drop: false };

  const owner = await stat(clusterDir).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, drop: true };
  return { ...(await unprivileged()), drop: true };
}

async function unprivileged(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}
