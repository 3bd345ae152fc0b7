import { defineEntity, p } from '@mikro-orm/core';
import { person, tenant, timestamps } from './columns.ts';
import { IntegrationConfig } from './integration-config.entity.ts';

export const connectionTypes = ['public', 'internal'] as const;
export type ConnectionType = (typeof connectionTypes)[number];

/** Whose OAuth app made a connection: the one of this Patchbay or the organization's own. */
export const oauthApps = ['shared', 'own'] as const;
export type OAuthAppOwner = (typeof oauthApps)[number];

/**
 * Why a connection has to be made anew. `interrupted`: a process died between the provider's answer and our
 * commit, and the provider no longer takes the refresh token we have. `rejected`: the provider refused the access
 * token and there is nothing to renew it with. `unreadable`: the stored tokens do not open any more.
 */
export const brokenReasons = [
  'refused',
  'interrupted',
  'rejected',
  'expired',
  'unreadable',
] as const;
export type BrokenReason = (typeof brokenReasons)[number];

/** The OAuth side of an integration. Tokens are sealed; `generation` moves on with every new set of them. */
const IntegrationCredentialSchema = defineEntity({
  name: 'IntegrationCredential',
  tableName: 'integration_credentials',
  indexes: [
    { properties: ['organizationId'] },
    { properties: ['provider', 'accountId'] },
    {
      name: 'integration_credentials_refresh_index',
      properties: ['refreshAt'],
      where: 'refresh_at is not null and broken_at is null',
    },
  ],
  properties: {
    integration: p
      .manyToOne(IntegrationConfig)
      .mapToPk()
      .primary()
      .fieldName('integration_id')
      .deleteRule('cascade')
      .index(false),
    ...tenant,
    provider: p.text(),
    connectionType: p.enum(connectionTypes),
    app: p.enum(oauthApps),
    /** Of the app that made it: tokens are good for no other. */
    clientId: p.text(),
    accountId: p.text(),
    accountName: p.text(),
    accountDetails: p.json<Record<string, unknown>>().defaultRaw(`'{}'::jsonb`),
    accessToken: p.text(),
    refreshToken: p.text().nullable(),
    tokenType: p.text(),
    /** What was granted, which may be less than what was asked for. */
    scopes: p.array(),
    generation: p.integer().default(1),
    expiresAt: p.datetime().nullable(),
    refreshTokenExpiresAt: p.datetime().nullable(),
    /** When to renew ahead of time; null when it cannot be renewed or never expires. */
    refreshAt: p.datetime().nullable(),
    /** Committed before a token request and cleared with its result: a crash in between leaves it standing. */
    refreshStartedAt: p.datetime().nullable(),
    refreshFailures: p.integer().default(0),
    refreshRetryAt: p.datetime().nullable(),
    refreshError: p.text().nullable(),
    lastRefreshedAt: p.datetime().nullable(),
    brokenAt: p.datetime().nullable(),
    brokenReason: p.enum(brokenReasons).nullable(),
    connectedAt: p.datetime(),
    connectedBy: person('connected_by'),
    ...timestamps,
  },
});
export class IntegrationCredential extends IntegrationCredentialSchema.class {}
IntegrationCredentialSchema.setClass(IntegrationCredential);
