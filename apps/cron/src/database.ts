import { EnvironmentError } from '@patchbay/core';
import type { KeyRing } from '@patchbay/crypto';
import { isMigrated, type Orm, openOrm } from '@patchbay/db';
import { ensureJobs, persist } from '@patchbay/jobs';
import { verifyKeyring } from '@patchbay/services';
import type { Log } from './log.ts';

/** The database refuses us, and waiting will not change its mind. */
export class DatabaseRefusal extends Error {
  constructor(code: string) {
    super(`The database does not let us in (${code}). Look at DATABASE_URL.`);
    this.name = 'DatabaseRefusal';
  }
}

// PostgreSQL: invalid authorization, wrong password, insufficient privilege, no such database.
const refusals = new Set(['28000', '28P01', '42501', '3D000']);

export type OpenDatabaseOptions = { url: string; keys: KeyRing; log: Log; signal: AbortSignal };

/**
 * Work that holds a lock of the database has a connection for itself and needs another one beside it: three renewals and
 * three accounts at most, and what is over keeps them going.
 */
const poolSize = 9;

/**
 * Opens the database when it is there, migrated, and sealed with our key. Waits for the first two.
 * @throws EnvironmentError for a wrong key, DatabaseRefusal
 */
export async function openDatabase({ url, keys, log, signal }: OpenDatabaseOptions): Promise<Orm> {
  const orm = await openOrm({ url, poolSize, applicationName: 'patchbay cron' });
  try {
    await persist(() => prepare(url, orm, keys), {
      signal,
      retryable: (error) => !(error instanceof EnvironmentError) && refusalOf(error) === undefined,
      onRetry: (error, waitMs) =>
        log.warn('waiting for the database', { retryInMs: Math.round(waitMs), error }),
    });
    return orm;
  } catch (error) {
    await orm.close();
    const refusal = refusalOf(error);
    throw refusal ? new DatabaseRefusal(refusal) : error;
  }
}

async function prepare(url: string, orm: Orm, keys: KeyRing): Promise<void> {
  if (!(await isMigrated(url))) throw new Error('the database is not migrated to this version yet');
  await verifyKeyring(orm, keys);
  await ensureJobs(url);
}

function refusalOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return refusals.has(code) ? code : undefined;
}
