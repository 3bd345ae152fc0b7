import { services } from '@patchbay/services';
import {
  CancelInvitationInput,
  CreatedInvitationView,
  CreateInvitationInput,
  InvitationPreview,
  InvitationTokenInput,
  InvitationView,
  OrganizationView,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { anyone, member, signedIn } from '../procedures.ts';
import { rest, restCreate } from '../rest/meta.ts';

export const invitationsRouter = router({
  /** The organization's invitations, newest first. Needs `members:read`. */
  list: member
    .meta(rest('GET', '/invitations', 'List the invitations'))
    .output(z.array(InvitationView))
    .query(({ ctx }) => services.invitations.list(ctx.inside, {})),

  /** Invites an e-mail address. Answers the token once; the link is `/invite/<token>`. Needs `members:edit`. */
  create: member
    .meta(restCreate('/invitations', 'Invite somebody'))
    .input(CreateInvitationInput)
    .output(CreatedInvitationView)
    .mutation(({ ctx, input }) => services.invitations.create(ctx.inside, input)),

  /** Makes a pending invitation worthless. Needs `members:edit`. */
  cancel: member
    .meta(rest('DELETE', '/invitations/{invitationId}', 'Cancel an invitation'))
    .input(CancelInvitationInput)
    .output(InvitationView)
    .mutation(({ ctx, input }) => services.invitations.cancel(ctx.inside, input)),

  /** What the holder of a link sees before signing in. `not_found` when used, canceled or expired. */
  describe: anyone
    .input(InvitationTokenInput)
    .output(InvitationPreview)
    .query(({ ctx, input }) => services.invitations.describe(ctx.runtime, input)),

  /** Joins the organization as the signed-in person. `not_found` as for describe; `forbidden` for another address. */
  accept: signedIn
    .input(InvitationTokenInput)
    .output(OrganizationView)
    .mutation(({ ctx, input }) => services.invitations.accept(ctx.personal, input)),
});
