import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { startEmbedded } from '@patchbay/db/embedded';
import { explainDatabaseError } from './database-trouble.ts';
import type { StartEnvironment } from './environment.ts';
import type { Scope } from './scope.ts';

/** A database with the newest schema: the one DATABASE_URL names, else our own below the data directory. */
export async function openDatabase(
  scope: Scope,
  env: StartEnvironment,
  log: (line: string) => void,
): Promise<string> {
  // The ORM takes longer to load than the server to start, so both happen at once.
  const [url, { migrate }, { ensureJobs }] = await Promise.all([
    env.DATABASE_URL ?? startOwn(scope, env.PATCHBAY_DATA_DIR, log),
    import('@patchbay/db'),
    import('@patchbay/jobs'),
  ]);
  try {
    await Promise.all([migrate(url), ensureJobs(url)]);
  } catch (error) {
    throw env.DATABASE_URL === undefined ? error : explainDatabaseError(error);
  }
  return url;
}

async function startOwn(scope: Scope, dataDir: string, log: (line: string) => void) {
  // Started by root the server runs as another account, which has to pass through to its own directory;
  // every secret beside that is readable by its owner alone.
  if (process.getuid?.() === 0) await chmod(dataDir, (await stat(dataDir)).mode | 0o011);
  const server = await startEmbedded({ dataDir: join(dataDir, 'postgres'), log });
  await scope.defer(() => server.stop());
  return server.url;
}
