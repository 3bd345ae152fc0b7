import type { EntityManager } from '@mikro-orm/postgresql';
import type { Cause, ReadCauses, Scope } from './cause.ts';
import { readConnections } from './connection.ts';
import { readDeadLetters } from './dead-letters.ts';
import { readDrift } from './drift.ts';
import { readExpiries } from './expiry.ts';
import { readHealth } from './health.ts';
import { readSubscriptions } from './subscription.ts';

export type { Cause, Scope } from './cause.ts';

const kinds: readonly ReadCauses[] = [
  readHealth,
  readConnections,
  readExpiries,
  readSubscriptions,
  readDeadLetters,
  readDrift,
];

/** Every state that stands, of all kinds: one query for each kind. */
export async function readCauses(em: EntityManager, scope: Scope): Promise<Cause[]> {
  const found: Cause[] = [];
  for (const read of kinds) found.push(...(await read(em, scope)));
  return found;
}
