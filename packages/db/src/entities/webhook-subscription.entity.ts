import { defineEntity, p } from '@mikro-orm/core';
import { identity, person, tenant, timestamps } from './columns.ts';

/** How a program gets its events: posted to its URL, asked for with a cursor, or read from a stream. */
export const subscriptionKinds = ['push', 'pull', 'stream'] as const;
export type SubscriptionKind = (typeof subscriptionKinds)[number];

/** `gone`: the receiver answered 410. `failing`: nothing arrived for days. */
export const disabledReasons = ['manual', 'gone', 'failing'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

/** Which events are wanted. An empty list wants all; `*` in a type stands for anything. */
export type EventFilter = {
  /** Ids of webhook endpoints. */
  sources: string[];
  /** Keys of providers; `patchbay` for the product's own events. */
  providers: string[];
  types: string[];
  channels: string[];
};

/** An internal program that wants events of its organization. Secrets are sealed. */
const WebhookSubscriptionSchema = defineEntity({
  name: 'WebhookSubscription',
  tableName: 'webhook_subscriptions',
  indexes: [{ properties: ['organizationId', 'createdAt'] }],
  properties: {
    ...identity,
    ...tenant,
    name: p.text(),
    kind: p.enum(subscriptionKinds),
    url: p.text().nullable(),
    secret: p.text().nullable(),
    /** Signs beside the new one until its time is over. */
    previousSecret: p.text().nullable(),
    previousSecretUntil: p.datetime().nullable(),
    filter: p.json<EventFilter>(),
    /** The next event only after this one arrived or was given up. */
    ordered: p.boolean().default(false),
    enabled: p.boolean().default(true),
    disabledReason: p.enum(disabledReasons).nullable(),
    disabledAt: p.datetime().nullable(),
    /** Counts changes, by which a worker knows that what it remembers is old. */
    revision: p.integer().default(1),
    /** Pull and stream: everything up to here was acknowledged. */
    ackedPosition: p.bigint('number').nullable(),
    createdBy: person('created_by'),
    ...timestamps,
  },
});
export class WebhookSubscription extends WebhookSubscriptionSchema.class {}
WebhookSubscriptionSchema.setClass(WebhookSubscription);

/** Who works on a push subscription, and how its receiver has been doing. Written often, so apart from the rest. */
const WebhookLaneSchema = defineEntity({
  name: 'WebhookLane',
  tableName: 'webhook_lanes',
  properties: {
    subscription: p
      .manyToOne(WebhookSubscription)
      .mapToPk()
      .primary()
      .fieldName('subscription_id')
      .deleteRule('cascade')
      .index(false),
    lease: p.uuid().nullable(),
    leasedUntil: p.datetime().nullable(),
    /** The breaker is open, or the receiver asked to wait: nothing is sent before. */
    heldUntil: p.datetime().nullable(),
    failuresInRow: p.integer().default(0),
    failingSince: p.datetime().nullable(),
    lastSuccessAt: p.datetime().nullable(),
    lastFailureAt: p.datetime().nullable(),
    lastStatus: p.integer().nullable(),
    lastError: p.text().nullable(),
    delivered: p.bigint('number').defaultRaw('0'),
    failed: p.bigint('number').defaultRaw('0'),
    /** Of the attempts, moving: the newest counts a tenth. Milliseconds. */
    latencyMs: p.float().nullable(),
  },
});
export class WebhookLane extends WebhookLaneSchema.class {}
WebhookLaneSchema.setClass(WebhookLane);
