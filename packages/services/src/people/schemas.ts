import { memberRoles, PageInput, StorableText } from '@patchbay/core';
import { z } from 'zod';

export const ListPeopleInput = PageInput.extend({ search: StorableText.max(100).optional() });
export const PersonInput = z.object({ userId: z.uuid() });

export const DeletePersonInput = z.object({
  userId: z.uuid(),
  /** The person's e-mail address, so that nobody is deleted by a wrong number. */
  email: StorableText.max(254),
  reason: StorableText.trim().max(300, 'At most 300 characters.').default(''),
});

/** An operator's line about a person. */
export const PersonSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  operator: z.boolean(),
  organizations: z.number().int(),
  createdAt: z.date(),
});
export type PersonSummary = z.infer<typeof PersonSummary>;

/** What goes when a person is deleted. */
export const PersonPlanView = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  organizations: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      slug: z.string(),
      /** Null for one that they left, and where something of them is left. */
      role: z.enum(memberRoles).nullable(),
      /** Nobody else owns it, so that it stands in the way. */
      lastOwner: z.boolean(),
      accounts: z.number().int(),
      keys: z.number().int(),
    }),
  ),
  accounts: z.number().int(),
  keys: z.number().int(),
  sessions: z.number().int(),
  /** Why it is not possible; null when it is. */
  refusal: z.string().nullable(),
});
export type PersonPlanView = z.infer<typeof PersonPlanView>;

/** The reports that go on in each organization. */
export const DeletedPersonView = z.object({
  name: z.string(),
  offboardings: z.array(
    z.object({ id: z.uuid(), organization: z.string(), accounts: z.number().int() }),
  ),
});
export type DeletedPersonView = z.infer<typeof DeletedPersonView>;
