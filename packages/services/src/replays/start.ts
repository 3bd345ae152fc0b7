import { WebhookReplay, WebhookStream } from '@patchbay/db';
import { type ReplayView, StartReplayInput } from '../deliveries/schemas.ts';
import { change, defineVerb } from '../kernel/index.ts';
import { countEvents, rangeOf } from './preview.ts';
import { viewReplay } from './view.ts';

/**
 * Starts to send the events of a range once more, so many a second, those that are there at this moment. It goes on by
 * itself until it is through or canceled. Errors: `invalid_input` naming the field, `not_found`, `conflict`.
 */
export const startReplay = defineVerb({
  name: 'replays.start',
  permission: 'webhooks:edit',
  input: StartReplayInput,
  run: (ctx, { perSecond, ...input }): Promise<ReplayView> =>
    change(ctx, async (em) => {
      const { organizationId, actor } = ctx.principal;
      const now = ctx.runtime.clock.now();
      const range = await rangeOf(em, organizationId, input);
      const stream = await em.findOne(WebhookStream, { organizationId });
      const total = await countEvents(em, range);
      const row = em.create(WebhookReplay, {
        organizationId,
        subscriptionId: range.subscription?.id ?? null,
        filter: range.filter,
        state: total === 0 ? 'done' : 'running',
        perSecond,
        total,
        untilPosition: stream?.lastPosition ?? 0,
        advancedAt: new Date(now.getTime() - 1_000),
        finishedAt: total === 0 ? now : null,
        startedBy: actor,
        createdAt: now,
        updatedAt: now,
      });
      await em.flush();
      return {
        value: viewReplay(row),
        audit: {
          action: 'replay.started',
          subject: { type: 'replay', id: row.id },
          details: {
            filter: range.filter,
            subscriptionId: row.subscriptionId ?? null,
            events: total,
            perSecond,
          },
        },
      };
    }),
});
