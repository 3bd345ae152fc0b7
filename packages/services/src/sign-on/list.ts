import { SignOnClient } from '@patchbay/db';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import { countPeople } from './find.ts';
import type { SignOnClientView } from './schemas.ts';
import { viewClient } from './view.ts';

/** The tools that members sign in to with Patchbay, by name, without their secrets. */
export const listSignOnClients = defineVerb({
  name: 'signOn.list',
  permission: 'keys:read',
  input: z.object({}),
  run: async ({ runtime, principal }): Promise<SignOnClientView[]> => {
    const { organizationId } = principal;
    const em = runtime.orm.em.fork();
    const rows = await em.find(SignOnClient, { organizationId }, { orderBy: { name: 'asc' } });
    const people = await countPeople(em, organizationId);
    return rows.map((row) => viewClient(row, people.get(row.clientId) ?? 0));
  },
});
