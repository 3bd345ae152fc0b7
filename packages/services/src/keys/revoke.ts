import { LockMode } from '@mikro-orm/core';
import { PatchbayError } from '@patchbay/core';
import { ApiKey, User } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { type KeyView, RevokeKeyInput } from './schemas.ts';
import { viewKey } from './view.ts';

/** Ends a key from the next call on; revoking it again changes nothing. Errors: `not_found`. */
export const revokeKey = defineVerb({
  name: 'keys.revoke',
  permission: 'keys:edit',
  input: RevokeKeyInput,
  run: (ctx, { keyId }): Promise<KeyView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const key = await em.findOne(
        ApiKey,
        { id: keyId, organizationId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!key) throw new PatchbayError('not_found', 'There is no such key.');
      const wasRevoked = Boolean(key.revokedAt);
      const now = ctx.runtime.clock.now();
      key.revokedAt ??= now;
      const maker = key.createdBy ? await em.findOne(User, key.createdBy) : null;
      const value = viewKey(key, maker?.name ?? null, now);
      if (wasRevoked) return { value, audit: 'unchanged' };
      return {
        value,
        audit: {
          action: 'api_key.revoked',
          subject: { type: 'api_key', id: keyId },
          details: {
            name: key.name,
            prefix: key.prefix,
            before: { revokedAt: null },
            after: { revokedAt: now },
          },
        },
      };
    }),
});
