import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { type Invitation, Member, Organization } from '@patchbay/db';
import { change, definePersonVerb, type PersonContext } from '../kernel/index.ts';
import { entering, lockMembership } from '../organizations/membership.ts';
import type { OrganizationView } from '../organizations/schemas.ts';
import { requireUsable } from './find.ts';
import { InvitationTokenInput } from './schemas.ts';

/**
 * Joins the organization that invited the caller. Errors: `not_found` as in describe, `forbidden` when the
 * invitation is for another address, `conflict` for a member.
 */
export const acceptInvitation = definePersonVerb({
  name: 'invitations.accept',
  audience: 'person',
  input: InvitationTokenInput,
  run: async (ctx, { token }): Promise<OrganizationView> => {
    const now = ctx.runtime.clock.now();
    const { organizationId, role } = await requireUsable(ctx.runtime.orm.em.fork(), token, now);
    return change(entering(ctx, organizationId, role), async (em) => {
      await lockMembership(em, organizationId);
      // Read again under the lock: of two people with one link, the second finds it used.
      const invitation = await requireUsable(em, token, now);
      const member = await join(em, ctx, invitation);
      const { name, slug } = await em.findOneOrFail(Organization, organizationId);
      return {
        value: { id: organizationId, name, slug, role },
        audit: {
          action: 'member.joined',
          subject: { type: 'member', id: member.id },
          details: {
            member: { name: ctx.person.name, email: ctx.person.email },
            before: null,
            after: { role },
            invitation: invitation.id,
          },
        },
      };
    });
  },
});

async function join(
  em: EntityManager,
  { person, runtime }: PersonContext,
  invitation: Invitation,
): Promise<Member> {
  const { organizationId, email, role } = invitation;
  if (email !== person.email.toLowerCase())
    throw new PatchbayError('forbidden', 'This invitation is for another e-mail address.');
  if (await em.findOne(Member, { organizationId, userId: person.id }))
    throw new PatchbayError('conflict', 'You are already a member of this organization.');
  invitation.status = 'accepted';
  const createdAt = runtime.clock.now();
  const member = em.create(Member, { organizationId, userId: person.id, role, createdAt });
  await em.flush();
  return member;
}
