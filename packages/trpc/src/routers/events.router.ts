import { services } from '@patchbay/services';
import { EventDetailView, EventPage, EventRef, ListEventsInput } from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const eventsRouter = router({
  /** Received webhook events, newest first, in pages and without bodies. Needs `webhooks:read`. */
  list: member
    .meta(rest('GET', '/webhooks/events', 'List received webhook events'))
    .input(ListEventsInput.prefault({}))
    .output(EventPage)
    .query(({ ctx, input }) => services.events.list(ctx.inside, input)),

  /** One event with headers and body. Needs `webhooks:read`. */
  get: member
    .meta(rest('GET', '/webhooks/events/{id}', 'Read a received webhook event'))
    .input(EventRef)
    .output(EventDetailView)
    .query(({ ctx, input }) => services.events.get(ctx.inside, input)),
});
