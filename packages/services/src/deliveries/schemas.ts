import { PageInput, StorableText } from '@patchbay/core';
import { attemptOutcomes, replayStates, replayStatuses } from '@patchbay/db';
import { z } from 'zod';
import { EventFilterInput } from '../subscriptions/schemas.ts';

/** `queued`: not tried yet. `retrying`: failed and to be tried again. `dead`: given up, a person has to say what next. */
export const deliveryStatuses = ['queued', 'retrying', 'dead', 'delivered', 'discarded'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

const DeliveryId = z.string().regex(/^[1-9]\d{0,17}$/, 'is not the id of a delivery');

/** Deliveries, the newest first. */
export const ListDeliveriesInput = PageInput.extend({
  subscriptionId: z.uuid().optional(),
  status: z.enum(deliveryStatuses).optional(),
  /** All deliveries of one event. */
  eventId: z.uuid().optional(),
  provider: z.string().max(64).optional(),
  type: StorableText.max(200).optional(),
  from: z.date().optional(),
  until: z.date().optional(),
});

export const DeliveryView = z.object({
  id: z.string(),
  subscriptionId: z.uuid(),
  subscriptionName: z.string().nullable(),
  eventId: z.uuid(),
  /** As the receiver sees it: the same for every attempt and every replay. */
  webhookId: z.string(),
  provider: z.string(),
  type: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.number().int(),
  /** When it was queued; when its next attempt is due. */
  createdAt: z.date(),
  dueAt: z.date().nullable(),
  lastAttemptAt: z.date().nullable(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  replayId: z.uuid().nullable(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

export const GetDeliveryInput = z.object({ deliveryId: DeliveryId });

/** One attempt; `answer` is the beginning of what the receiver said, redacted. */
export const AttemptView = z.object({
  number: z.number().int(),
  attemptedAt: z.date(),
  outcome: z.enum(attemptOutcomes),
  httpStatus: z.number().int().nullable(),
  error: z.string().nullable(),
  latencyMs: z.number(),
  answer: z.string().nullable(),
});
export type AttemptView = z.infer<typeof AttemptView>;

export const DeliveryDetailView = DeliveryView.extend({ history: z.array(AttemptView) });
export type DeliveryDetailView = z.infer<typeof DeliveryDetailView>;

/** Dead letters of one subscription or of all. */
export const DeadLettersInput = z.object({ subscriptionId: z.uuid().optional() });
export const DeadLettersAnswer = z.object({ count: z.number().int() });

/** Numbers for the overview: what waits, what was given up, and how late the oldest is. */
export const DeliverySummaryView = z.object({
  queued: z.number().int(),
  retrying: z.number().int(),
  dead: z.number().int(),
  oldestDueAt: z.date().nullable(),
  delivered24h: z.number().int(),
  failed24h: z.number().int(),
});
export type DeliverySummaryView = z.infer<typeof DeliverySummaryView>;

/** Sends one event once more, under the same `webhook-id`: to one subscription, or to all that want it. */
export const ReplayEventInput = z.object({
  eventId: z.uuid(),
  subscriptionId: z.uuid().optional(),
});

/** Which events of the past are meant. Times are of the event's receipt, `until` excluded. */
export const ReplayRange = z.object({
  from: z.date(),
  until: z.date(),
  filter: EventFilterInput.prefault({}),
  /** What became of them at the subscription; anything but `any` needs one. */
  status: z.enum(replayStatuses).default('any'),
  /** Every push subscription that wants an event, when absent. */
  subscriptionId: z.uuid().optional(),
});
/** The event is on its way again, to so many subscriptions. */
export const ReplayedView = z.object({ replayId: z.uuid(), queued: z.number().int() });
export type ReplayedView = z.infer<typeof ReplayedView>;

export const PreviewReplayInput = ReplayRange;
export const ReplayPreviewView = z.object({
  events: z.number().int(),
  /** The first few, to look at. */
  sample: z.array(
    z.object({ eventId: z.uuid(), type: z.string(), provider: z.string(), receivedAt: z.date() }),
  ),
});
export type ReplayPreviewView = z.infer<typeof ReplayPreviewView>;

export const StartReplayInput = ReplayRange.extend({
  /** Events a second. */
  perSecond: z.number().int().min(1).max(1_000).default(10),
});
export const ListReplaysInput = PageInput;
export const GetReplayInput = z.object({ replayId: z.uuid() });

export const ReplayView = z.object({
  id: z.uuid(),
  subscriptionId: z.uuid().nullable(),
  from: z.date(),
  until: z.date(),
  filter: z.object({
    sources: z.array(z.string()),
    providers: z.array(z.string()),
    types: z.array(z.string()),
    channels: z.array(z.string()),
  }),
  status: z.enum(replayStatuses),
  state: z.enum(replayStates),
  perSecond: z.number().int(),
  /** Events when it began; those taken so far; deliveries made of them. */
  total: z.number().int(),
  taken: z.number().int(),
  queued: z.number().int(),
  startedBy: z.string(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type ReplayView = z.infer<typeof ReplayView>;
