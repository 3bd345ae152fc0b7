import { PatchbayError } from '@patchbay/core';
import { Invitation, User } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { lockMembership } from '../organizations/membership.ts';
import { viewInvitation } from './find.ts';
import { CancelInvitationInput, type InvitationView } from './schemas.ts';

/** Makes a pending invitation worthless. Errors: `not_found`, `conflict` when it was accepted before. */
export const cancelInvitation = defineVerb({
  name: 'invitations.cancel',
  permission: 'members:edit',
  input: CancelInvitationInput,
  run: (ctx, { invitationId }): Promise<InvitationView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      await lockMembership(em, organizationId);
      const invitation = await em.findOne(Invitation, { id: invitationId, organizationId });
      if (!invitation) throw new PatchbayError('not_found', 'There is no such invitation.');
      if (invitation.status === 'accepted')
        throw new PatchbayError('conflict', 'This invitation has already been accepted.');
      const before = invitation.status;
      invitation.status = 'canceled';
      const inviter = await em.findOne(User, invitation.inviterId);
      const value = viewInvitation(invitation, inviter?.name ?? '', ctx.runtime.clock.now());
      if (before === 'canceled') return { value, audit: 'unchanged' };
      return {
        value,
        audit: {
          action: 'invitation.canceled',
          subject: { type: 'invitation', id: invitationId },
          details: {
            email: invitation.email,
            before: { status: before },
            after: { status: 'canceled' },
          },
        },
      };
    }),
});
