import { defineEntity, p } from '@mikro-orm/core';
import { identity, tenant } from './columns.ts';

/** One wrapped data key per organization and generation. */
const DataKeySchema = defineEntity({
  name: 'DataKey',
  tableName: 'data_keys',
  uniques: [{ properties: ['organizationId', 'generation'] }],
  properties: {
    ...identity,
    ...tenant,
    generation: p.integer(),
    wrappedKey: p.text(),
    /** Which key-encryption key wraps it. */
    keyId: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class DataKey extends DataKeySchema.class {}
DataKeySchema.setClass(DataKey);

/** Known answers by key-encryption key: a wrong APP_ENCRYPTION_KEY fails at boot, not at the first read. */
const KeyCheckSchema = defineEntity({
  name: 'KeyCheck',
  tableName: 'key_checks',
  properties: {
    keyId: p.text().primary(),
    knownAnswer: p.text(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class KeyCheck extends KeyCheckSchema.class {}
KeyCheckSchema.setClass(KeyCheck);
