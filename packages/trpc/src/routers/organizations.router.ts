import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  CreateOrganizationInput,
  CurrentOrganizationView,
  ListOrganizationsInput,
  OrganizationSummary,
  OrganizationView,
  UpdateOrganizationInput,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member, operator, signedIn } from '../procedures.ts';
import { rest, restCreate } from '../rest/meta.ts';

export const organizationsRouter = router({
  /** The organizations the signed-in person belongs to, with their role in each. */
  mine: signedIn
    .meta(rest('GET', '/organizations/mine', 'List my organizations'))
    .output(z.array(OrganizationView))
    .query(({ ctx }) => services.organizations.mine(ctx.personal, {})),

  /** Founds an organization with the signed-in person as its owner. `conflict` when the slug is taken. */
  create: signedIn
    .meta(restCreate('/organizations', 'Create an organization'))
    .input(CreateOrganizationInput)
    .output(OrganizationView)
    .mutation(({ ctx, input }) => services.organizations.create(ctx.personal, input)),

  /** The organization this call speaks of, with the caller's standing in it. */
  current: member
    .meta(rest('GET', '/organization', 'Read the current organization'))
    .output(CurrentOrganizationView)
    .query(({ ctx }) => services.organizations.current(ctx.inside, {})),

  /** Renames it; the slug stays. Needs `organization:edit`. */
  update: member
    .meta(rest('PATCH', '/organization', 'Rename the current organization'))
    .input(UpdateOrganizationInput)
    .output(CurrentOrganizationView)
    .mutation(({ ctx, input }) => services.organizations.update(ctx.inside, input)),

  /** Every organization of this Patchbay, in pages. For its operator only. */
  list: operator
    .meta(rest('GET', '/organizations', 'List all organizations (operator)'))
    .input(ListOrganizationsInput.prefault({}))
    .output(pageOf(OrganizationSummary))
    .query(({ ctx, input }) => services.organizations.list(ctx.personal, input)),
});
