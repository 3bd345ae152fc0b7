import { services } from '@patchbay/services';
import { MemberView, RemoveMemberInput, UpdateMemberInput } from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const membersRouter = router({
  /** The people of the organization. Needs `members:read`. */
  list: member
    .meta(rest('GET', '/members', 'List the members'))
    .output(z.array(MemberView))
    .query(({ ctx }) => services.members.list(ctx.inside, {})),

  /** Gives a member another role. Needs `members:edit`; `conflict` when the last owner would go. */
  updateRole: member
    .meta(rest('PATCH', '/members/{memberId}', 'Change the role of a member'))
    .input(UpdateMemberInput)
    .output(MemberView)
    .mutation(({ ctx, input }) => services.members.updateRole(ctx.inside, input)),

  /** Takes a member out of the organization. Errors as for updateRole. */
  remove: member
    .meta(rest('DELETE', '/members/{memberId}', 'Remove a member'))
    .input(RemoveMemberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => services.members.remove(ctx.inside, input)),

  /** The caller leaves the organization. `conflict` for its last owner. */
  leave: member
    .meta(rest('POST', '/members/leave', 'Leave the organization'))
    .output(z.void())
    .mutation(({ ctx }) => services.members.leave(ctx.inside, {})),
});
