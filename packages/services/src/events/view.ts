import type { WebhookEventState } from '@patchbay/db';
import { sql } from 'kysely';
import type { EventView } from '../webhooks/schemas.ts';

/** Times as the driver gives them, which may be text. */
type Moment = string | Date;

export type EventColumns = Omit<EventView, 'receivedAt' | 'signedAt' | 'handedOnAt' | 'state'> & {
  state: WebhookEventState;
  receivedAt: Moment;
  signedAt: Moment | null;
  handedOnAt: Moment | null;
};

/** Of `e`, an event, and `s`, its source. */
export const eventColumns = sql.raw(`
  e.id, e.received_at as "receivedAt", e.endpoint_id as "sourceId", s.name as "sourceName",
  e.integration_id as "integrationId", e.provider, e.delivery_id as "deliveryId", e.event_type as "eventType",
  e.channel, e.state, e.signed_at as "signedAt", e.handed_on_at as "handedOnAt", e.failures,
  octet_length(e.body) as "sizeBytes"`);

const dateOf = (moment: Moment | null): Date | null => (moment === null ? null : new Date(moment));

export const toEventView = ({
  id,
  receivedAt,
  sourceId,
  sourceName,
  integrationId,
  provider,
  deliveryId,
  eventType,
  channel,
  state,
  signedAt,
  handedOnAt,
  failures,
  sizeBytes,
}: EventColumns): EventView => ({
  id,
  receivedAt: new Date(receivedAt),
  sourceId,
  sourceName,
  integrationId,
  provider,
  deliveryId,
  eventType,
  channel,
  state,
  signedAt: dateOf(signedAt),
  handedOnAt: dateOf(handedOnAt),
  failures,
  sizeBytes,
});
