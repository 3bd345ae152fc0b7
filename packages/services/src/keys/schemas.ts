import { keyPermissions, nameText } from '@patchbay/core';
import { z } from 'zod';

export const CreateKeyInput = z.object({
  name: nameText('Give the key a name.'),
  permissions: z.array(z.enum(keyPermissions)).min(1, 'Choose at least one permission.'),
  /** Days until it stops working; never, when absent. */
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
export const RevokeKeyInput = z.object({ keyId: z.uuid() });

export const KeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  permissions: z.array(z.enum(keyPermissions)),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  status: z.enum(['active', 'expired', 'revoked']),
});
export type KeyView = z.infer<typeof KeyView>;

/** The key itself is answered once, at creation; only its hash is kept. */
export const CreatedKeyView = KeyView.extend({ key: z.string() });
export type CreatedKeyView = z.infer<typeof CreatedKeyView>;
