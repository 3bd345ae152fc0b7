import type { EntityManager } from '@mikro-orm/postgresql';
import { User } from '@patchbay/db';
import { type AuditEntry, change, defineVerb } from '../kernel/index.ts';
import {
  memberDetails,
  requireAnotherOwner,
  requireMember,
  requireOwner,
  type Target,
} from './find.ts';
import { RemoveMemberInput } from './schemas.ts';

/**
 * Takes a member out of the organization, oneself too. What the person set up stays, keys and invitations
 * included. Errors: `not_found`, `forbidden` when an admin removes an owner, `conflict` for the last owner.
 */
export const removeMember = defineVerb({
  name: 'members.remove',
  permission: 'members:edit',
  input: RemoveMemberInput,
  run: (ctx, { memberId }): Promise<void> =>
    change(ctx, async (em) => {
      const target = await requireMember(em, ctx.principal.organizationId, { id: memberId });
      if (target.member.role === 'owner') requireOwner(ctx.principal, target.owners);
      return { value: undefined, audit: await takeOut(em, target) };
    }),
});

/** Deletes the membership and answers its audit entry. Refuses with `conflict` for the last owner. */
export async function takeOut(em: EntityManager, target: Target): Promise<AuditEntry> {
  const { member } = target;
  if (member.role === 'owner') requireAnotherOwner(target);
  const user = await em.findOneOrFail(User, member.userId);
  em.remove(member);
  return {
    action: 'member.removed',
    subject: { type: 'member', id: member.id },
    details: { member: memberDetails(user), before: { role: member.role }, after: null },
  };
}
