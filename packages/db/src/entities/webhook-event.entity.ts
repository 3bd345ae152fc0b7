import { defineEntity, p } from '@mikro-orm/core';
import { WebhookEndpoint } from './webhook-endpoint.entity.ts';

/** `received`: stored and not handed on yet. `filtered`: kept, but nobody wanted it. `handed_on`: its deliveries exist. */
export const webhookEventStates = ['received', 'filtered', 'handed_on'] as const;
export type WebhookEventState = (typeof webhookEventStates)[number];

/**
 * An accepted event, partitioned by the day of `receivedAt`; the body byte for byte. Its endpoint carries the tie to
 * the organization, so that a row is checked against one foreign key only.
 */
const WebhookEventSchema = defineEntity({
  name: 'WebhookEvent',
  tableName: 'webhook_events',
  indexes: [
    { properties: ['organizationId', 'receivedAt'] },
    {
      name: 'webhook_events_waiting_index',
      properties: ['receivedAt'],
      where: "state = 'received'",
    },
  ],
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    receivedAt: p.datetime().primary(),
    organizationId: p.uuid(),
    endpoint: p
      .manyToOne(WebhookEndpoint)
      .mapToPk()
      .fieldName('endpoint_id')
      .deleteRule('cascade')
      .index(false),
    integrationId: p.uuid().nullable(),
    provider: p.text(),
    /** What copies of one delivery share: the sender's id, or a digest. */
    deliveryId: p.text(),
    eventType: p.text().nullable(),
    channel: p.text().nullable(),
    state: p.enum(webhookEventStates).default('received'),
    contentType: p.text().nullable(),
    /** Names in lower case; credentials left out. */
    headers: p.json<Record<string, string>>(),
    body: p.blob(),
    /** When the sender says that it signed. */
    signedAt: p.datetime().nullable(),
    handedOnAt: p.datetime().nullable(),
    failures: p.integer().default(0),
  },
});
export class WebhookEvent extends WebhookEventSchema.class {}
WebhookEventSchema.setClass(WebhookEvent);

/**
 * What has been received: the unique constraint over all days that a partitioned table cannot have. Written with the
 * event in one statement and forgotten after some days.
 */
const WebhookReceiptSchema = defineEntity({
  name: 'WebhookReceipt',
  tableName: 'webhook_receipts',
  properties: {
    endpointId: p.uuid().primary(),
    deliveryId: p.text().primary(),
    eventId: p.uuid(),
    receivedAt: p.datetime(),
  },
});
export class WebhookReceipt extends WebhookReceiptSchema.class {}
WebhookReceiptSchema.setClass(WebhookReceipt);
