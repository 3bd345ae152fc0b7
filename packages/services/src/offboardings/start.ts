import { change, defineVerb } from '../kernel/index.ts';
import { requireMember, requireOwner } from '../members/find.ts';
import { takeOut } from '../members/take-out.ts';
import { readReport } from './read.ts';
import { type OffboardingReportView, StartOffboardingInput } from './schemas.ts';

/**
 * Takes a member out and removes their accounts everywhere. The membership ends at once; what happens outside goes on
 * in the background and is read with `get`. Errors: `not_found`, `forbidden` when an admin removes an owner, `conflict`
 * for the last owner.
 */
export const startOffboarding = defineVerb({
  name: 'offboardings.start',
  permission: 'members:edit',
  input: StartOffboardingInput,
  async run(ctx, { memberId, revokeKeys, reason }): Promise<OffboardingReportView> {
    const { organizationId } = ctx.principal;
    const id = await change(ctx, async (em) => {
      const target = await requireMember(em, organizationId, { id: memberId });
      if (target.member.role === 'owner') requireOwner(ctx.principal, target.owners);
      const { begun, audit } = await takeOut(em, ctx, target, { revokeKeys, reason });
      return { value: begun.id, audit };
    });
    return readReport(ctx.runtime.orm.em.fork(), organizationId, id);
  },
});
