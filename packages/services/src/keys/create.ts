import { PatchbayError, randomToken } from '@patchbay/core';
import { hashApiKey } from '@patchbay/crypto';
import { ApiKey } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { type CreatedKeyView, CreateKeyInput } from './schemas.ts';
import { viewKey } from './view.ts';

/** Enough to tell keys apart, too little to guess one: 25 of its 160 bits. */
const shownCharacters = 8;

/**
 * Makes a key for a program and answers it once; only its hash is kept. It can do no more than its maker.
 * Errors: `forbidden` for a permission the caller lacks.
 */
export const createKey = defineVerb({
  name: 'keys.create',
  permission: 'keys:edit',
  input: CreateKeyInput,
  run: async (ctx, input): Promise<CreatedKeyView> => {
    const { organizationId, actor, permissions } = ctx.principal;
    const granted = [...new Set(input.permissions)];
    if (!granted.every((permission) => permissions.has(permission)))
      throw new PatchbayError('forbidden', 'A key cannot do more than the person who makes it.');
    const key = `pb_${randomToken(32)}`;
    const hash = await hashApiKey(key);
    return change(ctx, async (em) => {
      const now = ctx.runtime.clock.now();
      const days = input.expiresInDays;
      const expiresAt = days === undefined ? null : new Date(now.getTime() + days * 86_400_000);
      const row = em.create(ApiKey, {
        organizationId,
        name: input.name,
        prefix: key.slice(0, shownCharacters),
        hash,
        permissions: granted,
        createdBy: actor.type === 'user' ? actor.id : null,
        createdAt: now,
        expiresAt,
      });
      await em.flush();
      return {
        value: { ...viewKey(row, actor.type === 'user' ? actor.name : null, now), key },
        audit: {
          action: 'api_key.created',
          subject: { type: 'api_key', id: row.id },
          details: {
            before: null,
            after: { name: input.name, prefix: row.prefix, permissions: granted, expiresAt },
          },
        },
      };
    });
  },
});
