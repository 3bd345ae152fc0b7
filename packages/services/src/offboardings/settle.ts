import { change, defineVerb } from '../kernel/index.ts';
import { readReport } from './read.ts';
import { requireOpenRemoval } from './removal.ts';
import { type OffboardingReportView, SettleRemovalInput } from './schemas.ts';

/**
 * Notes that somebody removed the account by hand, with what they did. The name stays reserved here, since nobody has
 * seen that it is free. Errors: `not_found`, `conflict` when it is settled or under way.
 */
export const settleRemoval = defineVerb({
  name: 'offboardings.settle',
  permission: 'accounts:edit',
  input: SettleRemovalInput,
  async run(ctx, { removalId, reason }): Promise<OffboardingReportView> {
    const { runtime, principal } = ctx;
    const { organizationId, actor } = principal;
    const offboardingId = await change(ctx, async (em) => {
      const row = await requireOpenRemoval(em, organizationId, removalId);
      const before = row.state;
      em.assign(row, {
        state: 'by_hand',
        nextAttemptAt: null,
        finishedAt: runtime.clock.now(),
        settledBy: actor,
        settledReason: reason,
      });
      const { identifier, provider } = row;
      const details = { removal: row.id, identifier, before, after: row.state, reason };
      const subject = { type: 'offboarding' as const, id: row.offboarding };
      const audit = { action: 'offboarding.settled' as const, subject, provider, details };
      return { value: row.offboarding, audit };
    });
    return readReport(runtime.orm.em.fork(), organizationId, offboardingId);
  },
});
