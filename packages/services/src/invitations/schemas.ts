import { memberRoles } from '@patchbay/core';
import { z } from 'zod';

const email = z
  .email('Give an e-mail address.')
  .max(254)
  .transform((text) => text.toLowerCase());

export const CreateInvitationInput = z.object({ email, role: z.enum(memberRoles) });
export const CancelInvitationInput = z.object({ invitationId: z.uuid() });
export const InvitationTokenInput = z.object({ token: z.string().min(20).max(100) });

export const InvitationView = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.enum(memberRoles),
  status: z.enum(['pending', 'accepted', 'canceled', 'expired']),
  invitedBy: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type InvitationView = z.infer<typeof InvitationView>;

/** The token is answered once, at creation; only its hash is kept. The link is `/invite/<token>`. */
export const CreatedInvitationView = InvitationView.extend({ token: z.string() });
export type CreatedInvitationView = z.infer<typeof CreatedInvitationView>;

/** What somebody holding the link may see before signing in. */
export const InvitationPreview = z.object({
  organization: z.string(),
  invitedBy: z.string(),
  email: z.string(),
  role: z.enum(memberRoles),
  expiresAt: z.date(),
});
export type InvitationPreview = z.infer<typeof InvitationPreview>;
