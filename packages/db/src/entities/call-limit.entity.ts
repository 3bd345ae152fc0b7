import { defineEntity, p } from '@mikro-orm/core';
import { tenant } from './columns.ts';
import { IntegrationConfig } from './integration-config.entity.ts';

export const limitModes = ['observe', 'enforce'] as const;
export type LimitMode = (typeof limitModes)[number];

/** How many calls of an integration its organization wants at most. */
const IntegrationLimitSchema = defineEntity({
  name: 'IntegrationLimit',
  tableName: 'integration_limits',
  indexes: [{ properties: ['organizationId'] }],
  properties: {
    integration: p
      .manyToOne(IntegrationConfig)
      .mapToPk()
      .primary()
      .fieldName('integration_id')
      .deleteRule('cascade')
      .index(false),
    ...tenant,
    mode: p.enum(limitModes),
    perMinute: p.integer(),
    burst: p.integer(),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});
export class IntegrationLimit extends IntegrationLimitSchema.class {}
IntegrationLimitSchema.setClass(IntegrationLimit);

/** A token bucket that all processes draw from, or what a provider said about its own limit. By name, of no tenant. */
const RateBucketSchema = defineEntity({
  name: 'RateBucket',
  tableName: 'rate_buckets',
  properties: {
    bucket: p.text().primary(),
    tokens: p.double().nullable(),
    granted: p.integer().default(0),
    refilledAt: p.datetime().nullable(),
    blockedUntil: p.datetime().nullable(),
    limit: p.double().nullable(),
    remaining: p.double().nullable(),
    resetAt: p.datetime().nullable(),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});
export class RateBucket extends RateBucketSchema.class {}
RateBucketSchema.setClass(RateBucket);
