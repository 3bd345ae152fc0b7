import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError, randomToken } from '@patchbay/core';
import { sha256Hex } from '@patchbay/crypto';
import { Invitation, Member, User } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { lockMembership } from '../organizations/membership.ts';
import { invitationDays, viewInvitation } from './find.ts';
import { type CreatedInvitationView, CreateInvitationInput } from './schemas.ts';

/**
 * Invites an address for seven days; a pending invitation of the same address is replaced. Answers the token
 * once. Errors: `forbidden` when an admin invites an owner, `conflict` for somebody who is a member.
 */
export const createInvitation = defineVerb({
  name: 'invitations.create',
  permission: 'members:edit',
  input: CreateInvitationInput,
  run: async (ctx, { email, role }): Promise<CreatedInvitationView> => {
    const { organizationId, actor } = ctx.principal;
    if (role === 'owner' && ctx.principal.role !== 'owner')
      throw new PatchbayError('forbidden', 'Only an owner may invite an owner.');
    if (actor.type !== 'user') throw new PatchbayError('forbidden', 'Only a person can invite.');
    const token = randomToken(26);
    const tokenHash = await sha256Hex(token);
    return change(ctx, async (em) => {
      await lockMembership(em, organizationId);
      await refuseMember(em, organizationId, email);
      const replaced = await em.nativeUpdate(
        Invitation,
        { organizationId, email, status: 'pending' },
        { status: 'canceled' },
      );
      const createdAt = ctx.runtime.clock.now();
      const expiresAt = new Date(createdAt.getTime() + invitationDays * 86_400_000);
      const invitation = em.create(Invitation, {
        organizationId,
        email,
        role,
        status: 'pending',
        inviterId: actor.id,
        tokenHash,
        createdAt,
        expiresAt,
      });
      await em.flush();
      return {
        value: { ...viewInvitation(invitation, actor.name, createdAt), token },
        audit: {
          action: 'invitation.created',
          subject: { type: 'invitation', id: invitation.id },
          details: { before: null, after: { email, role, expiresAt }, replaced },
        },
      };
    });
  },
});

async function refuseMember(em: EntityManager, organizationId: string, email: string) {
  const user = await em.findOne(User, { email });
  if (!user || !(await em.findOne(Member, { organizationId, userId: user.id }))) return;
  throw new PatchbayError('conflict', 'This person is already a member.', {
    fields: { email: ['This person is already a member.'] },
  });
}
