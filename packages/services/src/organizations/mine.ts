import { Member, Organization } from '@patchbay/db';
import { z } from 'zod';
import { definePersonVerb } from '../kernel/index.ts';
import type { OrganizationView } from './schemas.ts';

/** The organizations that the caller is a member of, by name. An operator sees the others in `list`. */
export const myOrganizations = definePersonVerb({
  name: 'organizations.mine',
  audience: 'person',
  input: z.object({}),
  run: async ({ runtime, person }): Promise<OrganizationView[]> => {
    const em = runtime.orm.em.fork();
    const members = await em.find(Member, { userId: person.id });
    if (members.length === 0) return [];
    const roles = new Map(members.map(({ organizationId, role }) => [organizationId, role]));
    const organizations = await em.find(
      Organization,
      { id: { $in: [...roles.keys()] } },
      { orderBy: { name: 'asc', slug: 'asc' } },
    );
    return organizations.map(({ id, name, slug }) => ({
      id,
      name,
      slug,
      role: roles.get(id) ?? 'member',
    }));
  },
});
