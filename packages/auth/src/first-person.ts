import pg from 'pg';
import type { IdentityDatabase } from './database.ts';
import { hasPeople } from './sign-up-gate.ts';

/** Any fixed number; whoever holds this advisory lock may be the first person. */
const firstPersonLock = 7_262_002;

/**
 * Runs a sign-up. On an empty Patchbay one at a time, and the person it lets in becomes the operator: whoever
 * sets the product up is the one who opens it first, and nobody else could make an operator.
 */
export async function asPossiblyFirst(
  db: IdentityDatabase,
  url: string,
  signUp: () => Promise<Response>,
): Promise<Response> {
  if (await hasPeople(db)) return signUp();
  // A connection outside the pool: people who wait for the lock must not use up what its holder needs.
  const gate = new pg.Client({ connectionString: url, application_name: 'patchbay first person' });
  await gate.connect();
  try {
    await gate.query('select pg_advisory_lock($1)', [firstPersonLock]);
    const isFirst = !(await hasPeople(db));
    const response = await signUp();
    if (isFirst && response.ok) await db.updateTable('auth.user').set({ operator: true }).execute();
    return response;
  } finally {
    await gate.end();
  }
}
