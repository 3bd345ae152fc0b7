import { followEvents, services } from '@patchbay/services';
import {
  AckEventsInput,
  AckedView,
  PullEventsInput,
  PulledEventsView,
  StreamEventsInput,
  type StreamedEventView,
} from '@patchbay/services/schemas';
import { tracked } from '@trpc/server';
import { toTransport } from '../errors.ts';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';
import { watch } from '../watch.ts';

/** Events for programs that fetch them. A cursor never passes an event that commits later. */
export const webhooksRouter = router({
  /**
   * Events behind a cursor, oldest first; go on from `nextCursor`. With a pull or stream subscription its filter counts,
   * and without a cursor its last acknowledgement. `conflict` for one that is pushed or disabled. Needs `webhooks:read`.
   */
  events: member
    .meta(rest('GET', '/webhooks/stream', 'Read events behind a cursor'))
    .input(PullEventsInput.prefault({}))
    .output(PulledEventsView)
    .query(({ ctx, input }) => services.webhooks.events(ctx.inside, input)),

  /** Notes that everything up to a cursor is done with; it never goes back. Needs `webhooks:read`. */
  ack: member
    .meta(rest('POST', '/webhooks/subscriptions/{subscriptionId}/ack', 'Acknowledge events'))
    .input(AckEventsInput)
    .output(AckedView)
    .mutation(({ ctx, input }) => services.webhooks.ack(ctx.inside, input)),

  /**
   * Events as they are handed on (server-sent), each under its cursor, by which the transport goes on after a pause. Begins
   * at `cursor`, else at the last acknowledgement, else now. Needs `webhooks:read`; ends like `live.events`.
   */
  stream: member.input(StreamEventsInput.optional()).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    const stop = signal ?? new AbortController().signal;
    const { lastEventId, ...from } = input ?? {};
    const following = { ...from, cursor: lastEventId ?? from.cursor };
    try {
      const changes = arrivals(watch(ctx, undefined, stop, 'webhooks:read'));
      for await (const event of followEvents(ctx.inside, following, changes))
        yield tracked<StreamedEventView>(event.cursor, event);
    } catch (error) {
      throw toTransport(error);
    }
  }),
});

/** Of all that happens, what may mean new events: also that something may have been missed. */
const telling = new Set(['ready', 'resync', 'events_arrived']);

async function* arrivals(messages: ReturnType<typeof watch>) {
  for await (const message of messages) if (telling.has(message.update.type)) yield message;
}
