import { defineEntity, p } from '@mikro-orm/core';
import { User } from './auth.entity.ts';
import { identity, person, tenant } from './columns.ts';

export const bulkKinds = ['create', 'suspend', 'resume', 'remove'] as const;
export type BulkKind = (typeof bulkKinds)[number];

export const bulkOutcomes = ['waiting', 'done', 'failed', 'canceled'] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];

/** One thing done to many accounts of a provider. */
const AccountBulkSchema = defineEntity({
  name: 'AccountBulk',
  tableName: 'account_bulks',
  indexes: [{ properties: ['organizationId', 'createdAt'] }],
  properties: {
    ...identity,
    ...tenant,
    provider: p.text(),
    kind: p.enum(bulkKinds),
    createdBy: person('created_by'),
    createdAt: p.datetime().defaultRaw('now()'),
    canceledAt: p.datetime().nullable(),
  },
});
export class AccountBulk extends AccountBulkSchema.class {}
AccountBulkSchema.setClass(AccountBulk);

/** What became of one account of a bulk. It outlives the account's row, so it only names it. */
const AccountBulkItemSchema = defineEntity({
  name: 'AccountBulkItem',
  tableName: 'account_bulk_items',
  indexes: [{ properties: ['accountId'] }],
  properties: {
    bulk: p
      .manyToOne(AccountBulk)
      .mapToPk()
      .primary()
      .fieldName('bulk_id')
      .deleteRule('cascade')
      .index(false),
    userId: p
      .manyToOne(User)
      .mapToPk()
      .primary()
      .fieldName('user_id')
      .deleteRule('cascade')
      .index(false),
    ...tenant,
    accountId: p.uuid().nullable(),
    identifier: p.text(),
    outcome: p.enum(bulkOutcomes),
    error: p.text().nullable(),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});
export class AccountBulkItem extends AccountBulkItemSchema.class {}
AccountBulkItemSchema.setClass(AccountBulkItem);
