import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '@patchbay/core';
import { identity, tenant, timestamps } from './columns.ts';

export const replayStates = ['running', 'done', 'canceled'] as const;
export type ReplayState = (typeof replayStates)[number];

/** Which of the events are meant by what became of them at the subscription: any, arrived there, given up, or never sent. */
export const replayStatuses = ['any', 'delivered', 'dead', 'undelivered'] as const;
export type ReplayStatus = (typeof replayStatuses)[number];

export type ReplayFilter = {
  /** ISO 8601. */
  from: string;
  until: string;
  sources: string[];
  providers: string[];
  types: string[];
  channels: string[];
  status: ReplayStatus;
};

/** Events of the past on their way once more, at a rate. It ends where the stream stood when it was asked for. */
const WebhookReplaySchema = defineEntity({
  name: 'WebhookReplay',
  tableName: 'webhook_replays',
  indexes: [
    { properties: ['organizationId', 'createdAt'] },
    {
      name: 'webhook_replays_running_index',
      properties: ['advancedAt'],
      where: "state = 'running'",
    },
  ],
  properties: {
    ...identity,
    ...tenant,
    /** Null for every push subscription that wants the event. No foreign key: the record outlives it. */
    subscriptionId: p.uuid().nullable(),
    filter: p.json<ReplayFilter>(),
    state: p.enum(replayStates),
    perSecond: p.integer(),
    /** Events counted when it began. */
    total: p.integer(),
    /** Events taken so far, and the deliveries made of them. */
    taken: p.integer().default(0),
    queued: p.integer().default(0),
    position: p.bigint('number').defaultRaw('0'),
    untilPosition: p.bigint('number'),
    /** The rate is counted from here. */
    advancedAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
    startedBy: p.json<Actor>(),
    ...timestamps,
  },
});
export class WebhookReplay extends WebhookReplaySchema.class {}
WebhookReplaySchema.setClass(WebhookReplay);

/** The product's own events, written with what they tell of, until they are handed on. */
const ProductEventSchema = defineEntity({
  name: 'ProductEvent',
  tableName: 'product_events',
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    eventId: p.uuid().defaultRaw('gen_random_uuid()'),
    ...tenant,
    type: p.text(),
    data: p.json<Record<string, unknown>>(),
    occurredAt: p.datetime(),
  },
});
export class ProductEvent extends ProductEventSchema.class {}
ProductEventSchema.setClass(ProductEvent);
