import { defineEntity, p } from '@mikro-orm/core';
import type { KeyPermission } from '@patchbay/core';
import { identity, person, tenant } from './columns.ts';

/** An organization's key for a program. Only the hash of the key is kept. */
const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  indexes: [{ properties: ['organizationId', 'createdAt'] }],
  properties: {
    ...identity,
    ...tenant,
    name: p.text(),
    /** The first characters, by which people tell keys apart. */
    prefix: p.text(),
    hash: p.text().unique(),
    permissions: p.array<KeyPermission>(),
    createdBy: person('created_by'),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);
