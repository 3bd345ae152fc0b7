import { change, defineVerb } from '../kernel/index.ts';
import { requireMember, requireOwner } from './find.ts';
import { RemoveMemberInput } from './schemas.ts';
import { takeOut } from './take-out.ts';

/**
 * Takes a member out of the organization, oneself too. Their accounts in its systems are removed in the background;
 * what the person set up stays, keys and invitations included. `offboardings.start` ends keys too. Errors:
 * `not_found`, `forbidden` when an admin removes an owner, `conflict` for the last owner.
 */
export const removeMember = defineVerb({
  name: 'members.remove',
  permission: 'members:edit',
  input: RemoveMemberInput,
  run: (ctx, { memberId }): Promise<void> =>
    change(ctx, async (em) => {
      const target = await requireMember(em, ctx.principal.organizationId, { id: memberId });
      if (target.member.role === 'owner') requireOwner(ctx.principal, target.owners);
      const { audit } = await takeOut(em, ctx, target);
      return { value: undefined, audit };
    }),
});
