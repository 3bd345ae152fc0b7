import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export const databaseName = 'patchbay';

/**
 * Whether the server answers with this password. Tried for ten seconds: right after a crash the pid
 * can belong to a server that is still dying, or one that is still replaying its log.
 */
export async function answers(url: string, stillThere: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  do {
    if (await connects(url)) return true;
    await sleep(100);
  } while (Date.now() < deadline && (await stillThere()));
  return false;
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the product's database on the first start. */
export async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [
      databaseName,
    ]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}
