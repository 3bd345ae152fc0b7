import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { WebhookReplay } from '@patchbay/db';
import { GetReplayInput, type ReplayView } from '../deliveries/schemas.ts';
import { change, defineVerb } from '../kernel/index.ts';
import { viewReplay } from './view.ts';

/** Errors: `not_found`, also for another organization's. */
export const getReplay = defineVerb({
  name: 'replays.get',
  permission: 'webhooks:read',
  input: GetReplayInput,
  async run({ runtime, principal }, { replayId }): Promise<ReplayView> {
    const em = runtime.orm.em.fork();
    return viewReplay(await requireReplay(em, principal.organizationId, replayId));
  },
});

/** Takes no further events. What is queued already goes out. Errors: `not_found`. */
export const cancelReplay = defineVerb({
  name: 'replays.cancel',
  permission: 'webhooks:edit',
  input: GetReplayInput,
  run: (ctx, { replayId }): Promise<ReplayView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const now = ctx.runtime.clock.now();
      const row = await requireReplay(em, organizationId, replayId, LockMode.PESSIMISTIC_WRITE);
      if (row.state !== 'running') return { value: viewReplay(row), audit: 'unchanged' };
      em.assign(row, { state: 'canceled', finishedAt: now, updatedAt: now });
      return {
        value: viewReplay(row),
        audit: {
          action: 'replay.canceled',
          subject: { type: 'replay', id: row.id },
          details: { taken: row.taken, total: row.total },
        },
      };
    }),
});

async function requireReplay(
  em: EntityManager,
  organizationId: string,
  id: string,
  lockMode?: LockMode,
): Promise<WebhookReplay> {
  const row = await em.findOne(WebhookReplay, { organizationId, id }, lockMode ? { lockMode } : {});
  if (!row) throw new PatchbayError('not_found', 'There is no such replay.');
  return row;
}
