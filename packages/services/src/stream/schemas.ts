import { z } from 'zod';
import { EventFilterInput } from '../subscriptions/schemas.ts';

/** Where a reader stands in the organization's events: opaque, and good for as long as events are kept. */
export const EventCursor = z.string().regex(/^\d{1,18}$/, 'is not a cursor of events');

/**
 * Events in the order in which they were handed on. With a pull or stream subscription its filter counts, and without
 * a cursor it goes on where the last acknowledgement was.
 */
export const PullEventsInput = z.object({
  subscriptionId: z.uuid().optional(),
  /**
   * The `nextCursor` of the answer before. `latest` answers no event and the cursor behind all that are there; without
   * one it begins with the oldest event that is kept.
   */
  cursor: z.union([EventCursor, z.literal('latest')]).optional(),
  filter: EventFilterInput.optional(),
  limit: z.number().int().min(1).max(500).default(100),
});
export type PullEventsInput = z.infer<typeof PullEventsInput>;

/** An event as it was received. `body` is text, or base64 where the bytes are no UTF-8. */
export const StreamedEventView = z.object({
  cursor: z.string(),
  eventId: z.uuid(),
  webhookId: z.string(),
  provider: z.string(),
  sourceId: z.uuid().nullable(),
  type: z.string(),
  channel: z.string().nullable(),
  receivedAt: z.date(),
  contentType: z.string().nullable(),
  /** The sender's headers that were kept, in lower case. */
  headers: z.record(z.string(), z.string()),
  encoding: z.enum(['text', 'base64']),
  body: z.string(),
});
export type StreamedEventView = z.infer<typeof StreamedEventView>;

export const PulledEventsView = z.object({
  events: z.array(StreamedEventView),
  /** Go on from here, also when no event was wanted. */
  nextCursor: z.string(),
  /** Whether more is there already. */
  more: z.boolean(),
});
export type PulledEventsView = z.infer<typeof PulledEventsView>;

export const AckEventsInput = z.object({ subscriptionId: z.uuid(), cursor: EventCursor });
export const AckedView = z.object({ cursor: z.string() });

export const StreamEventsInput = z.object({
  subscriptionId: z.uuid().optional(),
  filter: EventFilterInput.optional(),
  cursor: EventCursor.optional(),
  /** Set by the transport when it connects again. */
  lastEventId: EventCursor.nullish(),
});
