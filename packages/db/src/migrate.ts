import { Client } from 'pg';
import { openOrm } from './orm.ts';
import { ensurePartitions } from './partitions.ts';

/** Any fixed number; whoever holds this advisory lock migrates, everyone else waits for it. */
const migrationLock = 7_262_001;

/**
 * Brings the database at `url` to the newest schema and answers the names of what was applied.
 * Safe to call from several processes at once.
 */
export async function migrate(url: string): Promise<string[]> {
  const gate = new Client({ connectionString: url });
  await gate.connect();
  try {
    await gate.query('select pg_advisory_lock($1)', [migrationLock]);
    const orm = await openOrm({ url, poolSize: 2, applicationName: 'patchbay migrate' });
    try {
      const applied = await orm.migrator.up();
      await ensurePartitions(orm.em.fork(), new Date());
      return applied.map(({ name }) => name);
    } finally {
      await orm.close();
    }
  } finally {
    await gate.end();
  }
}

/** True when every migration of this version has been applied: what readiness asks. */
export async function isMigrated(url: string): Promise<boolean> {
  const orm = await openOrm({ url, poolSize: 1, applicationName: 'patchbay ready' });
  try {
    return (await orm.migrator.getPending()).length === 0;
  } finally {
    await orm.close();
  }
}
