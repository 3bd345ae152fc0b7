import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Embedded } from '@patchbay/db/embedded';
import { startEmbedded } from '@patchbay/db/embedded';

export type TestServer = { adminUrl: string; template: string; stop(): Promise<void> };

const prefix = 'patchbay-test-';

// Tests may lose everything in a crash, so nothing waits for the disk.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 400,
};

/** A server in a directory of its own, with a template database that holds the migrated schema. */
export async function startTestServer(
  migrate: ((url: string) => Promise<unknown>) | undefined,
): Promise<TestServer> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), prefix));
  const server = await startEmbedded({ dataDir, settings });
  await migrate?.(server.url);
  return {
    adminUrl: withDatabase(server.url, 'postgres'),
    template: new URL(server.url).pathname.slice(1),
    stop: () => discard(server, dataDir),
  };
}

async function discard(server: Embedded, dataDir: string): Promise<void> {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** A run that was killed leaves its server behind; the next run adopts and ends it. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const dataDir = join(tmpdir(), name);
    if (!name.startsWith(prefix) || (await isRecent(dataDir))) continue;
    const server = await startEmbedded({ dataDir, settings }).catch(() => undefined);
    if (server?.startedHere) await discard(server, dataDir);
  }
}

/** A directory this young may belong to a run that is just starting. */
async function isRecent(directory: string): Promise<boolean> {
  const found = await stat(directory).catch(() => undefined);
  return found === undefined || Date.now() - found.mtimeMs < 60_000;
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
