import { nameText, PageInput, roles, StorableText } from '@patchbay/core';
import { z } from 'zod';

const name = nameText('Give the organization a name.');

/** The address part: lower-case letters, digits and single dashes. */
export const Slug = z
  .string()
  .min(2, 'At least 2 characters.')
  .max(40, 'At most 40 characters.')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Only lower-case letters, digits and single dashes.');

export const CreateOrganizationInput = z.object({ name, slug: Slug.optional() });
export const UpdateOrganizationInput = z.object({ name });
export const ListOrganizationsInput = PageInput.extend({
  search: StorableText.max(100).optional(),
});

export const OrganizationView = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  /** The caller's standing in it. */
  role: z.enum(roles),
});
export type OrganizationView = z.infer<typeof OrganizationView>;

/** As above; a program's key has permissions one by one instead of a role. */
export const CurrentOrganizationView = OrganizationView.extend({ role: z.enum(roles).nullable() });
export type CurrentOrganizationView = z.infer<typeof CurrentOrganizationView>;

/** An operator's line about an organization. */
export const OrganizationSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  members: z.number().int(),
  configured: z.number().int(),
  failing: z.number().int(),
  createdAt: z.date(),
});
export type OrganizationSummary = z.infer<typeof OrganizationSummary>;
