import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';
import { eventChannel, type LiveEvent } from '../kernel/index.ts';
import { writeAccounts } from './account-limit.ts';
import type { CallTarget } from './target.ts';

/** Tells the other processes that a provider asked to wait; the row is for those that start later. */
export async function publishBlock(orm: Orm, target: CallTarget): Promise<void> {
  const { organizationId, integrationId, holds } = target;
  const { bucket, blockedUntil } = holds.account;
  const event: LiveEvent = {
    organizationId,
    type: 'blocked',
    subject: { type: 'integration', id: integrationId },
    bucket,
    until: blockedUntil,
  };
  await sql`select pg_notify(${eventChannel}, ${JSON.stringify(event)})`.execute(
    orm.em.fork().getKysely(),
  );
  await writeAccounts(orm, [holds.account]);
}
