import { pageOf } from '@patchbay/core';
import {
  CreateOrganizationInput,
  ListOrganizationsInput,
  OrganizationSummary,
  OrganizationView,
  UpdateOrganizationInput,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { verbs } from '../planned.ts';
import { member, operator, signedIn } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const organizationsRouter = router({
  /** The organizations the signed-in person belongs to, with their role in each. */
  mine: signedIn
    .meta(rest('GET', '/organizations/mine', 'List my organizations'))
    .output(z.array(OrganizationView))
    .query(({ ctx }) => verbs.organizations.mine(ctx.personal, {})),

  /** Founds an organization with the signed-in person as its owner. `conflict` when the slug is taken. */
  create: signedIn
    .meta(rest('POST', '/organizations', 'Create an organization'))
    .input(CreateOrganizationInput)
    .output(OrganizationView)
    .mutation(({ ctx, input }) => verbs.organizations.create(ctx.personal, input)),

  /** The organization this call speaks of, with the caller's standing in it. */
  current: member
    .meta(rest('GET', '/organization', 'Read the current organization'))
    .output(OrganizationView)
    .query(({ ctx }) => verbs.organizations.current(ctx.inside, {})),

  /** Renames it; the slug stays. Needs `organization:edit`. */
  update: member
    .meta(rest('PATCH', '/organization', 'Rename the current organization'))
    .input(UpdateOrganizationInput)
    .output(OrganizationView)
    .mutation(({ ctx, input }) => verbs.organizations.update(ctx.inside, input)),

  /** Every organization of this Patchbay, in pages. For its operator only. */
  list: operator
    .meta(rest('GET', '/organizations', 'List all organizations (operator)'))
    .input(ListOrganizationsInput.prefault({}))
    .output(pageOf(OrganizationSummary))
    .query(({ ctx, input }) => verbs.organizations.list(ctx.personal, input)),
});
