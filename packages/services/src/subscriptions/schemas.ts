import { nameText, StorableText } from '@patchbay/core';
import { disabledReasons, subscriptionKinds } from '@patchbay/db';
import { z } from 'zod';

const words = (most: number) => z.array(StorableText.trim().min(1).max(200)).max(most);

/**
 * Which events are wanted; an empty list wants all. `types` know `*` for anything (`issue.*`), the product's own events
 * are of the provider `patchbay`. An event has to pass every list.
 */
export const EventFilterInput = z.object({
  /** Ids of webhook sources. */
  sources: z.array(z.uuid()).max(100).default([]),
  providers: words(50).default([]),
  types: words(100).default([]),
  channels: words(500).default([]),
});
export type EventFilterInput = z.infer<typeof EventFilterInput>;

const url = StorableText.trim().min(1, 'Give the address.').max(2_000);
const overlapHours = z.number().int().min(0).max(168);

export const ListSubscriptionsInput = z.object({});
export const GetSubscriptionInput = z.object({ subscriptionId: z.uuid() });

export const CreateSubscriptionInput = z.object({
  name: nameText('Give the subscription a name.'),
  kind: z.enum(subscriptionKinds).default('push'),
  /** Where events are posted: for `push` only, and there it is needed. */
  url: url.optional(),
  filter: EventFilterInput.prefault({}),
  /** Push only: the next event after this one arrived or was given up. */
  ordered: z.boolean().default(false),
});

/** Only what is given changes. */
export const UpdateSubscriptionInput = GetSubscriptionInput.extend({
  name: nameText('Give the subscription a name.').optional(),
  url: url.optional(),
  filter: EventFilterInput.optional(),
  ordered: z.boolean().optional(),
});

export const RotateSubscriptionSecretInput = GetSubscriptionInput.extend({
  /** For so long both secrets sign; 0 ends the old one at once. */
  overlapHours: overlapHours.default(24),
});

/** One word for a push subscription's way: `held` while the breaker is open or the receiver asked to wait. */
export const subscriptionStates = ['ok', 'failing', 'held', 'disabled', 'idle'] as const;

export const SubscriptionHealthView = z.object({
  /** `idle`: nothing was ever sent. */
  state: z.enum(subscriptionStates),
  queued: z.number().int(),
  deadLetters: z.number().int(),
  /** When the oldest event that still waits was queued. */
  oldestQueuedAt: z.date().nullable(),
  /** Since it was made. */
  delivered: z.number().int(),
  failed: z.number().int(),
  failuresInRow: z.number().int(),
  failingSince: z.date().nullable(),
  heldUntil: z.date().nullable(),
  lastSuccessAt: z.date().nullable(),
  lastFailureAt: z.date().nullable(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  /** Moving average of the attempts, in milliseconds. */
  latencyMs: z.number().nullable(),
});
export type SubscriptionHealthView = z.infer<typeof SubscriptionHealthView>;

export const SubscriptionView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(subscriptionKinds),
  url: z.string().nullable(),
  filter: z.object({
    sources: z.array(z.string()),
    providers: z.array(z.string()),
    types: z.array(z.string()),
    channels: z.array(z.string()),
  }),
  ordered: z.boolean(),
  enabled: z.boolean(),
  disabledReason: z.enum(disabledReasons).nullable(),
  disabledAt: z.date().nullable(),
  /** The old secret signs beside the new one until then. */
  previousSecretUntil: z.date().nullable(),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  /** Null for what is pulled or streamed. */
  health: SubscriptionHealthView.nullable(),
  /** Pull and stream: up to where it acknowledged, at first where it was made, and how many events came after that. */
  reading: z.object({ ackedCursor: z.string().nullable(), behind: z.number().int() }).nullable(),
});
export type SubscriptionView = z.infer<typeof SubscriptionView>;

/** The secret (`whsec_…`) is answered once, when it is made; null for what is not pushed. */
export const CreatedSubscriptionView = SubscriptionView.extend({ secret: z.string().nullable() });
export type CreatedSubscriptionView = z.infer<typeof CreatedSubscriptionView>;

export const RemovedSubscriptionView = z.object({ id: z.uuid() });

/** What the receiver said to a test event. `answer` is its beginning, redacted. */
export const SubscriptionTestView = z.object({
  ok: z.boolean(),
  webhookId: z.string(),
  httpStatus: z.number().int().nullable(),
  error: z.string().nullable(),
  latencyMs: z.number(),
  answer: z.string().nullable(),
});
export type SubscriptionTestView = z.infer<typeof SubscriptionTestView>;
