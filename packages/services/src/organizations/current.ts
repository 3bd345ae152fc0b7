import type { Role } from '@patchbay/core';
import { Organization } from '@patchbay/db';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import type { CurrentOrganizationView } from './schemas.ts';

/** The organization that the caller acts in. `role` is null for an API key. */
export const currentOrganization = defineVerb({
  name: 'organizations.current',
  permission: 'settings:read',
  input: z.object({}),
  run: async ({ runtime, principal }): Promise<CurrentOrganizationView> =>
    viewCurrent(
      await runtime.orm.em.fork().findOneOrFail(Organization, principal.organizationId),
      principal.role,
    ),
});

export const viewCurrent = (
  { id, name, slug }: Organization,
  role: Role | null,
): CurrentOrganizationView => ({ id, name, slug, role });
