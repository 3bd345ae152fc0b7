import { join } from 'node:path';
import { startEmbedded } from '@patchbay/db/embedded';
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
  await Promise.all([migrate(url), ensureJobs(url)]);
  return url;
}

async function startOwn(scope: Scope, dataDir: string, log: (line: string) => void) {
  const server = await startEmbedded({ dataDir: join(dataDir, 'postgres'), log });
  await scope.defer(() => server.stop());
  return server.url;
}
