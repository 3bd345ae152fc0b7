import { Organization } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { viewCurrent } from './current.ts';
import { type CurrentOrganizationView, UpdateOrganizationInput } from './schemas.ts';

/** Renames the organization. Its slug stays, since links and programs point at it. */
export const updateOrganization = defineVerb({
  name: 'organizations.update',
  permission: 'organization:edit',
  input: UpdateOrganizationInput,
  run: (ctx, { name }): Promise<CurrentOrganizationView> =>
    change(ctx, async (em) => {
      const id = ctx.principal.organizationId;
      const organization = await em.findOneOrFail(Organization, id);
      const before = { name: organization.name };
      organization.name = name;
      const value = viewCurrent(organization, ctx.principal.role);
      if (before.name === name) return { value, audit: 'unchanged' };
      return {
        value,
        audit: {
          action: 'organization.updated',
          subject: { type: 'organization', id },
          details: { before, after: { name } },
        },
      };
    }),
});
