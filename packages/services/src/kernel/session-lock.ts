import type { Orm } from '@patchbay/db';
import { type Kysely, sql } from 'kysely';

/** One reserved connection of the pool, for as long as the lock is held. */
export type LockedConnection = Kysely<unknown>;

/**
 * Runs `work` while no other process does so under the same name. The lock belongs to one database session, not to a
 * transaction: a request in the middle keeps no transaction open, blocks no other change of rows, and what is written
 * before it is committed before it. PostgreSQL gives the lock back when the process dies.
 * @returns `null` when somebody else held it for all of `patienceMs`; 0 does not wait at all
 */
export async function withSessionLock<Value>(
  orm: Orm,
  name: string,
  patienceMs: number,
  work: (db: LockedConnection) => Promise<Value>,
): Promise<{ value: Value } | null> {
  const pool: Kysely<unknown> = orm.em.fork().getConnection().getClient();
  return pool.connection().execute(async (db) => {
    if (!(await take(db, name, patienceMs))) return null;
    try {
      return { value: await work(db) };
    } finally {
      // A session that is gone has given it back already.
      await sql`select pg_advisory_unlock(${keyOf(name)})`.execute(db).catch(() => {});
    }
  });
}

const keyOf = (name: string) => sql`hashtextextended(${name}::text, 0)`;

// PostgreSQL: lock_not_available, what lock_timeout ends with.
const lockNotAvailable = '55P03';

async function take(db: LockedConnection, name: string, patienceMs: number): Promise<boolean> {
  if (patienceMs <= 0) {
    const { rows } = await sql<{ taken: boolean }>`
      select pg_try_advisory_lock(${keyOf(name)}) as taken`.execute(db);
    return rows[0]?.taken ?? false;
  }
  try {
    // The patience is of this transaction; a session's lock outlives it.
    await db.transaction().execute(async (tx) => {
      await sql`select set_config('lock_timeout', ${`${Math.ceil(patienceMs)}ms`}, true)`.execute(
        tx,
      );
      await sql`select pg_advisory_lock(${keyOf(name)})`.execute(tx);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === lockNotAvailable) return false;
    throw error;
  }
}
