import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { type AesKey, type KeyRing, wrapDataKey } from '@patchbay/crypto';
import { DataKey } from '@patchbay/db';
import { sql } from 'kysely';
import { unwrapped, type WrappedKey } from './unwrapped-keys.ts';

/** The organization's newest data key; its first one is made here, in the caller's transaction. */
export async function sealingDataKey(
  em: EntityManager,
  ring: KeyRing,
  organizationId: string,
): Promise<{ key: AesKey; generation: number }> {
  const row =
    (await newestKey(em, organizationId)) ?? (await makeFirstKey(em, ring, organizationId));
  return { key: await unwrapped(ring, row), generation: row.generation };
}

/** Finds the key of an organization's generation; `undefined` when there is no such row. */
export type FindDataKey = (
  organizationId: string,
  generation: number,
) => Promise<AesKey> | undefined;

/** Reads every data key of some organizations in one query; unwrapping happens on demand. */
export async function openingDataKeys(
  em: EntityManager,
  ring: KeyRing,
  organizationIds: string[],
): Promise<FindDataKey> {
  const owners = [...new Set(organizationIds)];
  const { rows } = await sql<WrappedKey>`
    select organization_id as "organizationId", generation, wrapped_key as "wrappedKey"
    from data_keys where organization_id = any(${owners}::uuid[])`.execute(em.getKysely());
  const named = new Map(rows.map((row) => [`${row.organizationId}/${row.generation}`, row]));
  return (organizationId, generation) => {
    const row = named.get(`${organizationId}/${generation}`);
    return row && unwrapped(ring, row);
  };
}

const newestKey = (em: EntityManager, organizationId: string): Promise<DataKey | null> =>
  em.findOne(
    DataKey,
    { organizationId },
    { orderBy: { generation: 'desc' }, disableIdentityMap: true },
  );

/** Two first seals at once: one row wins, the loser waits for its commit and reads it. */
async function makeFirstKey(
  em: EntityManager,
  ring: KeyRing,
  organizationId: string,
): Promise<DataKey> {
  const wrappedKey = await wrapDataKey(ring, { organizationId, generation: 1 });
  await sql`insert into data_keys (organization_id, generation, wrapped_key, key_id)
    values (${organizationId}, 1, ${wrappedKey}, ${ring.current.id})
    on conflict (organization_id, generation) do nothing`.execute(em.getKysely());
  const row = await newestKey(em, organizationId);
  if (row) return row;
  throw new PatchbayError('internal', 'The data key of the organization is gone.');
}
