import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '@patchbay/core';
import { User } from './auth.entity.ts';
import { identity, person, tenant, timestamps } from './columns.ts';
import { IntegrationConfig } from './integration-config.entity.ts';

/** `provisioning`: asked for, and not there yet. What is done to a settled account stands in `operation`. */
export const accountStatuses = ['provisioning', 'active', 'suspended', 'deleted'] as const;
export type AccountStatus = (typeof accountStatuses)[number];

/** What can be under way with an account. `undo` takes back a `create` that somebody canceled. */
export const accountOperations = [
  'create',
  'undo',
  'suspend',
  'resume',
  'reset_secret',
  'update',
  'remove',
] as const;
export type AccountOperationKind = (typeof accountOperations)[number];

export const accountOrigins = ['created', 'adopted'] as const;
export type AccountOrigin = (typeof accountOrigins)[number];

/** Why the last attempt at an operation failed. `taken`: the name belongs to somebody else. */
export const accountTroubles = [
  'taken',
  'auth',
  'unreachable',
  'rate_limited',
  'misconfigured',
  'provider',
  'unavailable',
  'refused',
] as const;
export type AccountTrouble = (typeof accountTroubles)[number];

/** Who asked for an operation, kept so that its audit row names them whoever finishes it. */
export type AccountAsker = { actor: Actor; requestId: string };

/**
 * One person's account in an external system, whatever the system. The operation under way, if any, is in the row, so
 * that whoever finds the row can finish or undo it. Values that only one system has are in a table beside it.
 */
const IntegrationAccountSchema = defineEntity({
  name: 'IntegrationAccount',
  tableName: 'integration_accounts',
  uniques: [
    {
      name: 'integration_accounts_person_unique',
      properties: ['organizationId', 'userId', 'provider'],
      where: "status <> 'deleted'",
    },
    {
      // Not by organization: two of them may share one server.
      name: 'integration_accounts_name_unique',
      properties: ['provider', 'system', 'identifierKey'],
      where: 'name_held',
    },
  ],
  indexes: [
    {
      name: 'integration_accounts_due_index',
      properties: ['nextAttemptAt'],
      where: 'operation is not null and failed_at is null',
    },
    {
      name: 'integration_accounts_list_index',
      properties: ['organizationId', 'createdAt', 'id'],
    },
    { name: 'integration_accounts_user_id_index', properties: ['userId'] },
  ],
  properties: {
    ...identity,
    ...tenant,
    integration: p
      .manyToOne(IntegrationConfig)
      .mapToPk()
      .fieldName('integration_id')
      .deleteRule('cascade')
      .index(false),
    userId: p.manyToOne(User).mapToPk().fieldName('user_id').deleteRule('cascade').index(false),
    /** The provider's key; seed 003 calls it the integration's type. */
    provider: p.text().fieldName('integration_type'),
    /** Where the account lives: the host of the system, which organizations may share. */
    system: p.text(),
    identifier: p.text(),
    /** The identifier as the system compares names. */
    identifierKey: p.text(),
    /** False once the name is free again. A removed account whose name stays taken goes on holding it. */
    nameHeld: p.boolean().default(true),
    status: p.enum(accountStatuses),
    origin: p.enum(accountOrigins).default('created'),
    /** What callers keep with it. */
    metadata: p.json<Record<string, unknown>>().defaultRaw(`'{}'::jsonb`),
    /** What the system last said of it. */
    details: p.json<Record<string, unknown>>().defaultRaw(`'{}'::jsonb`),
    /** Null where there is no one-time secret; false when the one that holds was never shown to anybody. */
    secretShown: p.boolean().nullable(),
    suspendedBy: person('suspended_by'),
    operation: p.enum(accountOperations).nullable(),
    /** Moves on with every operation: what was begun under another one no longer counts. */
    operationId: p.uuid().nullable(),
    /** Secret, input and reason of the operation, sealed. */
    operationSealed: p.text().nullable(),
    operationAsker: p.json<AccountAsker>().nullable(),
    /** Begun attempts, so with 0 nothing has reached the system. */
    attempts: p.integer().default(0),
    lastError: p.text().nullable(),
    trouble: p.enum(accountTroubles).nullable(),
    startedAt: p.datetime().nullable(),
    nextAttemptAt: p.datetime().nullable(),
    /** Set when trying again makes no sense until somebody decides. */
    failedAt: p.datetime().nullable(),
    bulkId: p.uuid().nullable(),
    createdBy: person('created_by'),
    deletedAt: p.datetime().nullable(),
    ...timestamps,
  },
});
export class IntegrationAccount extends IntegrationAccountSchema.class {}
IntegrationAccountSchema.setClass(IntegrationAccount);
