import { ApiKey, User } from '@patchbay/db';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import type { KeyView } from './schemas.ts';
import { viewKey } from './view.ts';

/** The organization's keys, the newest first, revoked ones too. Never the keys themselves. */
export const listKeys = defineVerb({
  name: 'keys.list',
  permission: 'keys:read',
  input: z.object({}),
  run: async ({ runtime, principal }): Promise<KeyView[]> => {
    const em = runtime.orm.em.fork();
    const keys = await em.find(
      ApiKey,
      { organizationId: principal.organizationId },
      { orderBy: { createdAt: 'desc', id: 'asc' } },
    );
    const makers = keys.flatMap(({ createdBy }) => (createdBy ? [createdBy] : []));
    const users = await em.find(User, { id: { $in: [...new Set(makers)] } });
    const names = new Map(users.map(({ id, name }) => [id, name]));
    const now = runtime.clock.now();
    return keys.map((key) => viewKey(key, names.get(key.createdBy ?? '') ?? null, now));
  },
});
