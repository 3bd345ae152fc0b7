import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  DeadLettersAnswer,
  DeadLettersInput,
  DeliveryDetailView,
  DeliverySummaryView,
  DeliveryView,
  GetDeliveryInput,
  ListDeliveriesInput,
} from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

/** Events on their way to subscriptions. A dead letter is a delivery whose ten attempts are used up. */
export const deliveriesRouter = router({
  /** Newest first, in pages; `status: dead` lists the dead letters. Needs `webhooks:read`. */
  list: member
    .meta(rest('GET', '/webhooks/deliveries', 'List deliveries'))
    .input(ListDeliveriesInput.prefault({}))
    .output(pageOf(DeliveryView))
    .query(({ ctx, input }) => services.deliveries.list(ctx.inside, input)),

  /** What waits, what was given up, what went through in 24 hours. Needs `webhooks:read`. */
  summary: member
    .meta(rest('GET', '/webhooks/deliveries/summary', 'Count deliveries'))
    .output(DeliverySummaryView)
    .query(({ ctx }) => services.deliveries.summary(ctx.inside, {})),

  /** One with all its attempts. Needs `webhooks:read`. */
  get: member
    .meta(rest('GET', '/webhooks/deliveries/{deliveryId}', 'Read a delivery'))
    .input(GetDeliveryInput)
    .output(DeliveryDetailView)
    .query(({ ctx, input }) => services.deliveries.get(ctx.inside, input)),

  /** Tries one that waits or was given up again now. Needs `webhooks:edit`. */
  retry: member
    .meta(rest('POST', '/webhooks/deliveries/{deliveryId}/retry', 'Try a delivery again'))
    .input(GetDeliveryInput)
    .output(DeadLettersAnswer)
    .mutation(({ ctx, input }) => services.deliveries.retry(ctx.inside, input)),

  /** Tries all dead letters again, of one subscription or of all. Needs `webhooks:edit`. */
  retryAll: member
    .meta(rest('POST', '/webhooks/dead-letters/retry', 'Try dead letters again'))
    .input(DeadLettersInput.prefault({}))
    .output(DeadLettersAnswer)
    .mutation(({ ctx, input }) => services.deliveries.retryAll(ctx.inside, input)),

  /** Gives one up for good, on record. Needs `webhooks:edit`. */
  discard: member
    .meta(rest('DELETE', '/webhooks/deliveries/{deliveryId}', 'Discard a delivery'))
    .input(GetDeliveryInput)
    .output(DeadLettersAnswer)
    .mutation(({ ctx, input }) => services.deliveries.discard(ctx.inside, input)),

  /** Gives all dead letters up, of one subscription or of all. Needs `webhooks:edit`. */
  discardAll: member
    .meta(rest('POST', '/webhooks/dead-letters/discard', 'Discard dead letters'))
    .input(DeadLettersInput.prefault({}))
    .output(DeadLettersAnswer)
    .mutation(({ ctx, input }) => services.deliveries.discardAll(ctx.inside, input)),
});
