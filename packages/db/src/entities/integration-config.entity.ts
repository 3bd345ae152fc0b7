import { defineEntity, p } from '@mikro-orm/core';
import { healthReasons, healthResults, integrationStatuses } from '@patchbay/core';
import { identity, person, tenant, timestamps } from './columns.ts';

/** Settings as stored: open values as they are, secret values as sealed text. */
export type StoredSettings = Record<string, unknown>;

/**
 * Which webhook events are handed on: names, or the beginnings of names with a `*` behind. Without a list everything
 * is; with one of channels, events that have no channel are too.
 */
export type WebhookFilters = { events?: string[]; channels?: string[] };

const IntegrationConfigSchema = defineEntity({
  name: 'IntegrationConfig',
  tableName: 'integration_configs',
  uniques: [{ properties: ['organizationId', 'provider'] }],
  indexes: [
    {
      // What a sweep of health checks walks along: only integrations that are checked at all.
      name: 'integration_configs_checked_index',
      properties: ['id'],
      where: "enabled and not checks_held and status <> 'not_configured'",
    },
    {
      name: 'integration_configs_provider_account_id_index',
      properties: ['provider', 'accountId'],
      where: 'account_id is not null',
    },
    {
      name: 'integration_configs_failing_index',
      properties: ['id'],
      where: "status = 'error'",
    },
  ],
  properties: {
    ...identity,
    ...tenant,
    provider: p.text(),
    label: p.text(),
    enabled: p.boolean().default(true),
    settings: p.json<StoredSettings>().defaultRaw(`'{}'::jsonb`),
    config: p.json<WebhookFilters>().defaultRaw(`'{}'::jsonb`),
    /** Counts changes of the settings: a check of older settings must not speak for newer ones. */
    revision: p.integer().default(0),
    status: p.enum(integrationStatuses).default('not_configured'),
    statusChangedAt: p.datetime().defaultRaw('now()'),
    health: p.enum(healthResults).nullable(),
    healthReason: p.enum(healthReasons).nullable(),
    errorMessage: p.text().nullable(),
    lastHealthCheck: p.datetime().nullable(),
    /** Set after refused credentials: no automatic check until the settings change. */
    checksHeld: p.boolean().default(false),
    /** Failed checks since the last good one, those of them with the newest reason, and good ones since the last failed one. */
    failuresInRow: p.integer().default(0),
    reasonInRow: p.integer().default(0),
    successesInRow: p.integer().default(0),
    /** Whom pasted credentials belong to, learned by a check of these settings; null beside a connection. */
    accountId: p.text().nullable(),
    accountName: p.text().nullable(),
    lastUsedAt: p.datetime().nullable(),
    createdBy: person('created_by'),
    updatedBy: person('updated_by'),
    ...timestamps,
  },
});
export class IntegrationConfig extends IntegrationConfigSchema.class {}
IntegrationConfigSchema.setClass(IntegrationConfig);
