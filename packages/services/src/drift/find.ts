import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { AccountDrift } from '@patchbay/db';

/** @throws PatchbayError `not_found`, also for another organization's; `conflict` when the difference is gone */
export async function requireFinding(
  em: EntityManager,
  organizationId: string,
  id: string,
  { lock = false } = {},
): Promise<AccountDrift> {
  const row = await em.findOne(
    AccountDrift,
    { id, organizationId },
    lock ? { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } : {},
  );
  if (!row) throw new PatchbayError('not_found', 'There is no such difference.');
  if (row.resolvedAt) throw new PatchbayError('conflict', 'This difference is gone already.');
  return row;
}

export const findingDetails = ({ kind, identifier }: AccountDrift) => ({ kind, identifier });
