import { User } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import {
  memberDetails,
  requireAnotherOwner,
  requireMember,
  requireOwner,
  viewMember,
} from './find.ts';
import { type MemberView, UpdateMemberInput } from './schemas.ts';

/**
 * Gives a member another role; it counts from their next request on. Errors: `not_found`, `forbidden` when an
 * admin makes or unmakes an owner, `conflict` for the last owner.
 */
export const updateMemberRole = defineVerb({
  name: 'members.updateRole',
  permission: 'members:edit',
  input: UpdateMemberInput,
  run: (ctx, { memberId, role }): Promise<MemberView> =>
    change(ctx, async (em) => {
      const target = await requireMember(em, ctx.principal.organizationId, { id: memberId });
      const { member, owners } = target;
      const before = member.role;
      if (before === 'owner' || role === 'owner') requireOwner(ctx.principal, owners);
      if (before === 'owner' && role !== 'owner') requireAnotherOwner(target);
      member.role = role;
      const user = await em.findOneOrFail(User, member.userId);
      const value = viewMember(member, user);
      if (before === role) return { value, audit: 'unchanged' };
      return {
        value,
        audit: {
          action: 'member.role_changed',
          subject: { type: 'member', id: memberId },
          details: { member: memberDetails(user), before: { role: before }, after: { role } },
        },
      };
    }),
});
