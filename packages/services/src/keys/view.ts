import { type KeyPermission, keyPermissions } from '@patchbay/core';
import type { ApiKey } from '@patchbay/db';
import type { KeyView } from './schemas.ts';

export const keyStatus = (key: ApiKey, now: Date): KeyView['status'] => {
  if (key.revokedAt) return 'revoked';
  return key.expiresAt && key.expiresAt <= now ? 'expired' : 'active';
};

/** What a stored key grants today: a permission that keys may no longer have is not among it. */
export const grantedBy = (key: ApiKey): KeyPermission[] =>
  keyPermissions.filter((permission) => key.permissions.includes(permission));

export const viewKey = (key: ApiKey, createdBy: string | null, now: Date): KeyView => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  permissions: grantedBy(key),
  createdBy,
  createdAt: key.createdAt,
  expiresAt: key.expiresAt ?? null,
  lastUsedAt: key.lastUsedAt ?? null,
  status: keyStatus(key, now),
});
