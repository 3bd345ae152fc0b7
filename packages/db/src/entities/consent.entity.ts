import { defineEntity, p } from '@mikro-orm/core';
import { User } from './auth.entity.ts';
import { identity, tenant } from './columns.ts';
import { IntegrationConfig } from './integration-config.entity.ts';
import { connectionTypes, oauthApps } from './integration-credential.entity.ts';

const integration = () =>
  p
    .manyToOne(IntegrationConfig)
    .mapToPk()
    .fieldName('integration_id')
    .deleteRule('cascade')
    .index(false);

const starter = () =>
  p.manyToOne(User).mapToPk().fieldName('user_id').deleteRule('cascade').index(false);

/** What a consent is for: the connection of the organization, or the person's own account. */
export const consentPurposes = ['connection', 'account'] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** Somebody on their way through a provider's consent page. Finishing takes the row away, so it counts once. */
const IntegrationAuthStateSchema = defineEntity({
  name: 'IntegrationAuthState',
  tableName: 'integration_auth_states',
  indexes: [{ properties: ['expiresAt'] }],
  properties: {
    ...identity,
    ...tenant,
    integration: integration(),
    provider: p.text(),
    purpose: p.enum(consentPurposes).default('connection'),
    stateHash: p.text().unique(),
    /** The browser session that started it; another one cannot finish it. */
    sessionHash: p.text(),
    userId: starter(),
    connectionType: p.enum(connectionTypes),
    app: p.enum(oauthApps),
    scopes: p.array(),
    /** Sealed; null where the provider takes no PKCE. */
    codeVerifier: p.text().nullable(),
    redirectUri: p.text(),
    returnTo: p.text(),
    expiresAt: p.datetime(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class IntegrationAuthState extends IntegrationAuthStateSchema.class {}
IntegrationAuthStateSchema.setClass(IntegrationAuthState);

/** A grant for another remote account than the connected one, kept sealed until the person decides. */
const IntegrationPendingGrantSchema = defineEntity({
  name: 'IntegrationPendingGrant',
  tableName: 'integration_pending_grants',
  uniques: [{ properties: ['integration'] }],
  indexes: [{ properties: ['expiresAt'] }],
  properties: {
    ...identity,
    ...tenant,
    integration: integration(),
    userId: starter(),
    accountId: p.text(),
    accountName: p.text(),
    sealedGrant: p.text(),
    expiresAt: p.datetime(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class IntegrationPendingGrant extends IntegrationPendingGrantSchema.class {}
IntegrationPendingGrantSchema.setClass(IntegrationPendingGrant);

/** Tokens of a connection that is gone here and not yet revoked at the provider; sealed until that is done. */
const IntegrationRevocationSchema = defineEntity({
  name: 'IntegrationRevocation',
  tableName: 'integration_revocations',
  indexes: [{ properties: ['nextAttemptAt'] }],
  properties: {
    ...identity,
    ...tenant,
    integration: integration(),
    provider: p.text(),
    accountName: p.text(),
    sealedGrant: p.text(),
    attempts: p.integer().default(0),
    lastError: p.text().nullable(),
    nextAttemptAt: p.datetime(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class IntegrationRevocation extends IntegrationRevocationSchema.class {}
IntegrationRevocationSchema.setClass(IntegrationRevocation);
