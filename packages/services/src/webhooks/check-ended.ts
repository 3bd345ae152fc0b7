import type { EntityManager } from '@mikro-orm/postgresql';
import { checkHealth, enqueue } from '@patchbay/jobs';
import { findWebhooks } from '@patchbay/providers';
import type { ClaimedEvent } from './hand-on.ts';

/**
 * Queues a check of integrations whose provider said that it ended them. The word alone ends nothing here: a check
 * finds out whether the credentials we hold are among the ended ones.
 */
export async function checkEnded(
  em: EntityManager,
  events: readonly ClaimedEvent[],
  now: Date,
): Promise<void> {
  const ended = events.flatMap(({ integrationId, provider, type }) =>
    integrationId !== null && findWebhooks(provider)?.ending?.includes(type ?? '')
      ? [integrationId]
      : [],
  );
  if (ended.length === 0) return;
  const integrationIds = [...new Set(ended)];
  await enqueue(em, checkHealth, { slot: now.toISOString(), integrationIds });
}
