import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { AccountRemoval } from '@patchbay/db';

/** An account that is still to go. @throws PatchbayError `not_found`, `conflict` when it is done */
export async function requireOpenRemoval(
  em: EntityManager,
  organizationId: string,
  id: string,
): Promise<AccountRemoval> {
  const row = await em.findOne(
    AccountRemoval,
    { id, organizationId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!row) throw new PatchbayError('not_found', 'There is no such account in the report.');
  if (row.state === 'waiting' || row.state === 'failed' || row.state === 'manual') return row;
  const isRunning = row.state === 'running';
  throw new PatchbayError(
    'conflict',
    isRunning ? 'It is being removed at this moment.' : 'It is settled already.',
  );
}
