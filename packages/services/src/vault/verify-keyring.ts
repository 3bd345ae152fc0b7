import type { EntityManager } from '@mikro-orm/postgresql';
import { EnvironmentError } from '@patchbay/core';
import { isSealError, type KeyRing, makeKeyCheck, verifyKeyCheck } from '@patchbay/crypto';
import { DataKey, KeyCheck, type Orm } from '@patchbay/db';
import { sql } from 'kysely';

/**
 * Proves at boot that `APP_ENCRYPTION_KEY` opens what this database holds. A new database takes the key as its
 * own; a new current key beside the previous one is noted down.
 * @throws EnvironmentError naming `APP_ENCRYPTION_KEY`; the process must exit
 */
export async function verifyKeyring(orm: Orm, ring: KeyRing): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    // Two processes with different keys must not both find the database empty.
    await sql`select pg_advisory_xact_lock(hashtextextended('patchbay key checks', 0))`.execute(
      em.getKysely(),
    );
    const checks = await em.find(KeyCheck, {});
    const known = checks.filter(({ keyId }) => ring.keys.has(keyId));
    if (checks.length > 0 && known.length === 0) throw otherKey(checks.map(({ keyId }) => keyId));
    for (const { knownAnswer } of known) await proveKey(ring, knownAnswer);
    await refuseMissingKeys(em, ring);
    if (known.some(({ keyId }) => keyId === ring.current.id)) return;
    em.create(KeyCheck, { keyId: ring.current.id, knownAnswer: await makeKeyCheck(ring) });
  });
}

async function proveKey(ring: KeyRing, knownAnswer: string): Promise<void> {
  try {
    if ((await verifyKeyCheck(ring, knownAnswer)) !== 'unknown_key') return;
  } catch (error) {
    if (!isSealError(error)) throw error;
  }
  throw problem(
    'does not open the known answer in this database; the key or the row in key_checks is damaged',
  );
}

/** A rotation that was cut short: data keys are still wrapped under a key that is not in the ring. */
async function refuseMissingKeys(em: EntityManager, ring: KeyRing): Promise<void> {
  const missing = await em.find(
    DataKey,
    { keyId: { $nin: [...ring.keys.keys()] } },
    { fields: ['keyId'], limit: 20 },
  );
  if (missing.length > 0) throw otherKey(missing.map(({ keyId }) => keyId));
}

const otherKey = (keyIds: string[]) =>
  problem(
    `this database was sealed with another key (${[...new Set(keyIds)].sort().join(', ')}). ` +
      'Start with that key, alone or behind the new one, separated by a comma',
  );

const problem = (text: string) =>
  new EnvironmentError([{ variable: 'APP_ENCRYPTION_KEY', problem: text }]);
