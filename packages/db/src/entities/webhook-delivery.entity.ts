import { defineEntity, p } from '@mikro-orm/core';
import { tenant } from './columns.ts';
import { WebhookSubscription } from './webhook-subscription.entity.ts';

/** How far an organization's events are numbered. Its row lock puts fan-outs in an order that readers can trust. */
const WebhookStreamSchema = defineEntity({
  name: 'WebhookStream',
  tableName: 'webhook_streams',
  properties: {
    organizationId: tenant.organizationId.primary(),
    lastPosition: p.bigint('number').defaultRaw('0'),
  },
});
export class WebhookStream extends WebhookStreamSchema.class {}
WebhookStreamSchema.setClass(WebhookStream);

/**
 * An event that was handed on, partitioned by the day of `createdAt`. `position` is 1, 2, 3 … within the organization,
 * in the order of commits. A provider's body stays in `webhook_events`, found by `eventId` and `receivedAt`.
 */
const WebhookMessageSchema = defineEntity({
  name: 'WebhookMessage',
  tableName: 'webhook_messages',
  indexes: [{ properties: ['organizationId', 'eventId'] }],
  properties: {
    organizationId: tenant.organizationId.primary(),
    position: p.bigint('number').primary(),
    createdAt: p.datetime().primary(),
    eventId: p.uuid(),
    receivedAt: p.datetime(),
    provider: p.text(),
    source: p.uuid().nullable(),
    type: p.text(),
    channel: p.text().nullable(),
    /** JSON text of the product's own events. */
    body: p.text().nullable(),
  },
});
export class WebhookMessage extends WebhookMessageSchema.class {}
WebhookMessageSchema.setClass(WebhookMessage);

export const deliveryStates = ['queued', 'dead'] as const;

/**
 * What is still to be delivered, and what was given up: the row goes when its event arrived, and the log of attempts
 * remembers it. So the table stays as small as the backlog. Ids rise in the order of delivery.
 */
const WebhookDeliverySchema = defineEntity({
  name: 'WebhookDelivery',
  tableName: 'webhook_deliveries',
  indexes: [
    { properties: ['subscription', 'eventId'] },
    {
      name: 'webhook_deliveries_due_index',
      properties: ['subscription', 'dueAt'],
      where: "state = 'queued'",
    },
    {
      name: 'webhook_deliveries_line_index',
      properties: ['subscription', 'id'],
      where: "state = 'queued'",
    },
  ],
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    organizationId: p.uuid(),
    subscription: p
      .manyToOne(WebhookSubscription)
      .mapToPk()
      .fieldName('subscription_id')
      .deleteRule('cascade')
      .index(false),
    position: p.bigint('number'),
    /** Of the message: with it a look-up touches one partition. */
    messageCreatedAt: p.datetime(),
    eventId: p.uuid(),
    state: p.enum(deliveryStates),
    attempts: p.integer().default(0),
    createdAt: p.datetime(),
    dueAt: p.datetime(),
    lastAttemptAt: p.datetime().nullable(),
    lastStatus: p.integer().nullable(),
    lastError: p.text().nullable(),
    replayId: p.uuid().nullable(),
  },
});
export class WebhookDelivery extends WebhookDeliverySchema.class {}
WebhookDeliverySchema.setClass(WebhookDelivery);

/** `dead`: this failure was the last attempt. `discarded`: a person gave it up. */
export const attemptOutcomes = ['delivered', 'failed', 'dead', 'discarded'] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** One attempt each, partitioned by the day of `attemptedAt`; a delivery's last row tells how it ended. */
const WebhookAttemptSchema = defineEntity({
  name: 'WebhookAttempt',
  tableName: 'webhook_attempts',
  indexes: [
    { properties: ['organizationId', 'attemptedAt'] },
    { properties: ['subscriptionId', 'attemptedAt'] },
    { properties: ['organizationId', 'eventId'] },
  ],
  properties: {
    deliveryId: p.bigint('string').primary(),
    number: p.integer().primary(),
    attemptedAt: p.datetime().primary(),
    ...tenant,
    /** No foreign key: the record outlives its subscription. */
    subscriptionId: p.uuid(),
    position: p.bigint('number'),
    messageCreatedAt: p.datetime(),
    eventId: p.uuid(),
    provider: p.text(),
    type: p.text(),
    outcome: p.enum(attemptOutcomes),
    httpStatus: p.integer().nullable(),
    error: p.text().nullable(),
    latencyMs: p.float(),
    /** The beginning of the answer, redacted. */
    answer: p.text().nullable(),
    queuedAt: p.datetime(),
    replayId: p.uuid().nullable(),
  },
});
export class WebhookAttempt extends WebhookAttemptSchema.class {}
WebhookAttemptSchema.setClass(WebhookAttempt);
