/**
 * An event on its way to subscribers, as `fanOut(em, events)` of deliveries takes it. The body stays in
 * `webhook_events`, found by `id` and `receivedAt`.
 */
export type AcceptedEvent = {
  id: string;
  receivedAt: Date;
  organizationId: string;
  sourceId: string;
  integrationId: string | null;
  provider: string;
  /** Copies of one delivery at the sender share it. */
  deliveryId: string;
  eventType: string | null;
  channel: string | null;
};
