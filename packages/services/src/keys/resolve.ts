import { asApiKey, type Clock, PatchbayError, type Principal } from '@patchbay/core';
import { hashApiKey } from '@patchbay/crypto';
import { ApiKey, type Orm } from '@patchbay/db';
import { sql } from 'kysely';
import { eventChannel, type LiveEvent } from '../kernel/index.ts';
import { grantedBy, keyStatus } from './view.ts';

/** Uses within this time are one use: a busy program must not write a row per call. */
const stampEveryMs = 60_000;
const shape = /^pb_[a-z2-9]{32}$/;

/**
 * Who an API key speaks for: one lookup by its hash. Stamps `lastUsedAt` beside the call, at most once a minute.
 * @throws PatchbayError `unauthenticated`, the same words whether it is unknown, expired or revoked
 */
export async function resolveApiKey(orm: Orm, clock: Clock, key: string): Promise<Principal> {
  return (await findApiKey(orm, clock, key)).principal;
}

/** The same with the end of the key's life in Unix milliseconds, for callers that remember the answer. */
export async function findApiKey(
  orm: Orm,
  clock: Clock,
  key: string,
): Promise<{ principal: Principal; expiresAt: number }> {
  if (!shape.test(key)) throw notValid();
  const found = await orm.em.fork().findOne(ApiKey, { hash: await hashApiKey(key) });
  const now = clock.now();
  if (!found || keyStatus(found, now) !== 'active') throw notValid();
  if (now.getTime() - (found.lastUsedAt?.getTime() ?? 0) >= stampEveryMs) {
    // Nobody waits for the stamp, and a call must not fail because it could not be written.
    void stampUse(orm, found, now).catch(() => undefined);
  }
  const { id, name, organizationId } = found;
  return {
    principal: asApiKey(organizationId, { type: 'api_key', id, name }, grantedBy(found)),
    expiresAt: found.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  };
}

const notValid = () => new PatchbayError('unauthenticated', 'This API key is not valid.');

/** Of several processes in the same minute one writes, and only that one tells the live pages. */
async function stampUse(orm: Orm, { id, organizationId }: ApiKey, now: Date): Promise<void> {
  const event: LiveEvent = { organizationId, type: 'key_used', subject: { type: 'api_key', id } };
  const before = new Date(now.getTime() - stampEveryMs);
  await sql`with stamped as (
      update api_keys set last_used_at = ${now}
      where id = ${id} and (last_used_at is null or last_used_at <= ${before}) returning id)
    select pg_notify(${eventChannel}, ${JSON.stringify(event)}) from stamped`.execute(
    orm.em.fork().getKysely(),
  );
}
