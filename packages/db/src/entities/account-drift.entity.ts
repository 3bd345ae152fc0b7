import { defineEntity, p } from '@mikro-orm/core';
import { identity, person, tenant } from './columns.ts';
import { IntegrationAccount } from './integration-account.entity.ts';

/**
 * `unclaimed`: exists outside and is nobody's here. `vanished`: somebody's here and gone outside. `differs`: suspended
 * on one side and active on the other.
 */
export const driftKinds = ['unclaimed', 'vanished', 'differs'] as const;
export type DriftKind = (typeof driftKinds)[number];

/** A difference between a system and what stands here; one open or ignored row per name. */
const AccountDriftSchema = defineEntity({
  name: 'AccountDrift',
  tableName: 'account_drift',
  uniques: [
    {
      name: 'account_drift_current_unique',
      properties: ['organizationId', 'provider', 'system', 'identifierKey'],
      where: 'resolved_at is null',
    },
  ],
  indexes: [{ properties: ['organizationId', 'foundAt', 'id'] }, { properties: ['account'] }],
  properties: {
    ...identity,
    ...tenant,
    provider: p.text(),
    system: p.text(),
    identifier: p.text(),
    identifierKey: p.text(),
    kind: p.enum(driftKinds),
    account: p
      .manyToOne(IntegrationAccount)
      .mapToPk()
      .fieldName('account_id')
      .nullable()
      .deleteRule('cascade')
      .index(false),
    there: p.enum(['active', 'suspended'] as const).nullable(),
    details: p.json<Record<string, string | number | boolean | null>>().defaultRaw(`'{}'::jsonb`),
    /** What `create` left on it, which tells whose it was. */
    mark: p.text().nullable(),
    lastError: p.text().nullable(),
    ignoredReason: p.text().nullable(),
    ignoredBy: person('ignored_by'),
    ignoredAt: p.datetime().nullable(),
    foundAt: p.datetime(),
    seenAt: p.datetime(),
    resolvedAt: p.datetime().nullable(),
  },
});
export class AccountDrift extends AccountDriftSchema.class {}
AccountDriftSchema.setClass(AccountDrift);

export const driftCheckStates = ['running', 'done', 'failed'] as const;

/** The last comparison of a system; one row per organization and provider. */
const DriftCheckSchema = defineEntity({
  name: 'DriftCheck',
  tableName: 'account_drift_checks',
  properties: {
    organizationId: tenant.organizationId.primary(),
    provider: p.text().primary(),
    state: p.enum(driftCheckStates),
    seen: p.integer().default(0),
    error: p.text().nullable(),
    startedAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
  },
});
export class DriftCheck extends DriftCheckSchema.class {}
DriftCheckSchema.setClass(DriftCheck);
