import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { AlertChannel } from '@patchbay/db';

export async function requireChannel(
  em: EntityManager,
  organizationId: string,
  id: string,
): Promise<AlertChannel> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const channel = await em.findOne(AlertChannel, { id, organizationId }, { lockMode });
  if (channel) return channel;
  throw new PatchbayError('not_found', 'There is no such alert channel.');
}
