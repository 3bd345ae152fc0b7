import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '@patchbay/core';
import { identity, tenant } from './columns.ts';
import { type AccountTrouble, accountTroubles } from './integration-account.entity.ts';

/** `member`: left one organization. `person`: deleted from this Patchbay, with a row in each organization. */
export const offboardingKinds = ['member', 'person'] as const;
export type OffboardingKind = (typeof offboardingKinds)[number];

/** Somebody who left, by name: the row outlives the person. */
const OffboardingSchema = defineEntity({
  name: 'Offboarding',
  tableName: 'offboardings',
  indexes: [{ properties: ['organizationId', 'createdAt', 'id'] }],
  properties: {
    ...identity,
    ...tenant,
    kind: p.enum(offboardingKinds),
    /** Only a number here; the person may be gone. */
    userId: p.uuid(),
    personName: p.text(),
    personEmail: p.text(),
    reason: p.text().default(''),
    requestedBy: p.json<Actor>(),
    keysRevoked: p.integer().default(0),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class Offboarding extends OffboardingSchema.class {}
OffboardingSchema.setClass(Offboarding);

/** `deleted`, `kept`: what became of it outside. `by_hand`: somebody says that it is done. */
export const removalStates = [
  'waiting',
  'running',
  'deleted',
  'kept',
  'by_hand',
  'failed',
  'manual',
] as const;
export type RemovalState = (typeof removalStates)[number];
/** Those from which something may still be removed outside, by itself or by somebody's click. */
export const openRemovalStates: RemovalState[] = ['waiting', 'running', 'failed', 'manual'];

/** An account outside that has to go because its person did. Works without any row about the person or the account. */
const AccountRemovalSchema = defineEntity({
  name: 'AccountRemoval',
  tableName: 'account_removals',
  indexes: [
    {
      name: 'account_removals_due_index',
      properties: ['nextAttemptAt'],
      where: "state in ('waiting', 'running')",
    },
    { properties: ['organizationId', 'provider', 'system'] },
    { properties: ['offboarding'] },
  ],
  properties: {
    ...identity,
    ...tenant,
    offboarding: p
      .manyToOne(Offboarding)
      .mapToPk()
      .fieldName('offboarding_id')
      .deleteRule('cascade')
      .index(false),
    /** The account as it was; its row may be gone. */
    accountId: p.uuid(),
    provider: p.text(),
    system: p.text(),
    identifier: p.text(),
    identifierKey: p.text(),
    /** What is expected of the system: `manual` where a program cannot do it. */
    plan: p.enum(['deleted', 'kept', 'manual'] as const),
    state: p.enum(removalStates),
    /** False for one that was still being made: whether it is ours has to be seen there first. */
    certain: p.boolean().default(true),
    attempts: p.integer().default(0),
    trouble: p.enum(accountTroubles).$type<AccountTrouble>().nullable(),
    lastError: p.text().nullable(),
    nextAttemptAt: p.datetime().nullable(),
    startedAt: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
    settledBy: p.json<Actor>().nullable(),
    settledReason: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class AccountRemoval extends AccountRemovalSchema.class {}
AccountRemovalSchema.setClass(AccountRemoval);
