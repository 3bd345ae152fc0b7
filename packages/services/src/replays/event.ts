import { PatchbayError } from '@patchbay/core';
import { WebhookReplay } from '@patchbay/db';
import { sql } from 'kysely';
import { ReplayEventInput, type ReplayedView } from '../deliveries/schemas.ts';
import { change, defineVerb } from '../kernel/index.ts';
import { requirePush } from '../subscriptions/find.ts';
import { type PastMessage, pastMessage, queueAgain, targetsOf } from './queue-again.ts';

/**
 * Sends one event once more, under the same `webhook-id`: to the subscription that is named, whatever it filters, or to
 * all that want it. Errors: `not_found` for an event that was not handed on or is not kept any more, and for a
 * subscription that is not there; `conflict` for one that is not pushed.
 */
export const replayEvent = defineVerb({
  name: 'replays.event',
  permission: 'webhooks:edit',
  input: ReplayEventInput,
  run: (ctx, { eventId, subscriptionId = null }): Promise<ReplayedView> =>
    change(ctx, async (em) => {
      const { organizationId, actor } = ctx.principal;
      const now = ctx.runtime.clock.now();
      if (subscriptionId) await requirePush(em, organizationId, subscriptionId);
      const { rows } = await sql<PastMessage>`
        select ${pastMessage} from webhook_messages m
        where m.organization_id = ${organizationId} and m.event_id = ${eventId} limit 1`.execute(
        em.getKysely(),
      );
      const [message] = rows;
      if (!message)
        throw new PatchbayError('not_found', 'This event was not handed on, or is not kept.');
      const receivedAt = new Date(message.receivedAt).toISOString();
      const replay = em.create(WebhookReplay, {
        organizationId,
        subscriptionId,
        filter: { ...everything, from: receivedAt, until: receivedAt },
        state: 'done',
        perSecond: 1,
        total: 1,
        taken: 1,
        position: message.position,
        untilPosition: message.position,
        advancedAt: now,
        finishedAt: now,
        startedBy: actor,
        createdAt: now,
        updatedAt: now,
      });
      await em.flush();
      const queued = await queueAgain(em, {
        organizationId,
        replayId: replay.id,
        targets: await targetsOf(em, organizationId, subscriptionId),
        messages: [message],
        filtered: subscriptionId === null,
        now,
      });
      replay.queued = queued;
      return {
        value: { replayId: replay.id, queued },
        audit: {
          action: 'replay.started',
          subject: { type: 'replay', id: replay.id },
          details: { eventId, subscriptionId, events: 1, queued },
        },
      };
    }),
});

const everything = {
  sources: [],
  providers: [],
  types: [],
  channels: [],
  status: 'any' as const,
};
