import { defineEntity, p } from '@mikro-orm/core';
import { identity, person, tenant, timestamps } from './columns.ts';
import { IntegrationConfig, type WebhookFilters } from './integration-config.entity.ts';

/** `own`: an address of its own. `app`: what the operator's app receives for this organization, at one address for all. */
export const webhookEndpointKinds = ['own', 'app'] as const;
export type WebhookEndpointKind = (typeof webhookEndpointKinds)[number];

/** A request that was turned away; a few of the last are kept, without anything it carried. */
export type WebhookRefusal = { at: string; reason: string };

/** Where one sender's webhooks arrive. Removing it keeps the row, since its events outlive it. */
const WebhookEndpointSchema = defineEntity({
  name: 'WebhookEndpoint',
  tableName: 'webhook_endpoints',
  uniques: [
    { properties: ['token'] },
    {
      name: 'webhook_endpoints_app_unique',
      properties: ['integration'],
      where: "kind = 'app'",
    },
  ],
  indexes: [{ properties: ['organizationId'] }, { properties: ['integration'] }],
  properties: {
    ...identity,
    ...tenant,
    /** Null for a sender that is no integration. */
    integration: p
      .manyToOne(IntegrationConfig)
      .mapToPk()
      .fieldName('integration_id')
      .nullable()
      .deleteRule('cascade')
      .index(false),
    kind: p.enum(webhookEndpointKinds).default('own'),
    /** A provider's key or that of a generic sender; the first part of the address. */
    provider: p.text(),
    name: p.text(),
    /** The second part of the address: 130 random bits. */
    token: p.text(),
    /** `WebhookRules` of a custom sender. */
    rules: p.json<Record<string, unknown>>().nullable(),
    /** Filters of a sender that is no integration; those of an integration stand with it. */
    config: p.json<WebhookFilters>().defaultRaw(`'{}'::jsonb`),
    enabled: p.boolean().default(true),
    received: p.bigint('number').defaultRaw('0'),
    duplicates: p.bigint('number').defaultRaw('0'),
    refused: p.bigint('number').defaultRaw('0'),
    refusals: p.json<WebhookRefusal[]>().defaultRaw(`'[]'::jsonb`),
    lastUsedAt: p.datetime().nullable(),
    lastRefusedAt: p.datetime().nullable(),
    removedAt: p.datetime().nullable(),
    createdBy: person('created_by'),
    ...timestamps,
  },
});
export class WebhookEndpoint extends WebhookEndpointSchema.class {}
WebhookEndpointSchema.setClass(WebhookEndpoint);

/** A sealed secret of an endpoint. The one that never expires is the current one; the others end soon. */
const WebhookSecretSchema = defineEntity({
  name: 'WebhookSecret',
  tableName: 'webhook_secrets',
  indexes: [{ properties: ['endpoint'] }],
  properties: {
    ...identity,
    ...tenant,
    endpoint: p
      .manyToOne(WebhookEndpoint)
      .mapToPk()
      .fieldName('endpoint_id')
      .deleteRule('cascade')
      .index(false),
    sealed: p.text(),
    /** Null: the current one. Else it counts until then. */
    expiresAt: p.datetime().nullable(),
    /** When a signature was first right with it; a captured one is shown only before that. */
    confirmedAt: p.datetime().nullable(),
    createdBy: person('created_by'),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class WebhookSecret extends WebhookSecretSchema.class {}
WebhookSecretSchema.setClass(WebhookSecret);
