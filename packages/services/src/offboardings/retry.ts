import { enqueue, removeAccounts } from '@patchbay/jobs';
import { change, defineVerb } from '../kernel/index.ts';
import { readReport } from './read.ts';
import { requireOpenRemoval } from './removal.ts';
import { type OffboardingReportView, RetryRemovalInput } from './schemas.ts';

/**
 * Tries at once to remove an account that waits for its next attempt or was given up. Errors: `not_found`, `conflict`
 * when it is settled or under way.
 */
export const retryRemoval = defineVerb({
  name: 'offboardings.retry',
  permission: 'accounts:edit',
  input: RetryRemovalInput,
  async run(ctx, { removalId }): Promise<OffboardingReportView> {
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    const offboardingId = await change(ctx, async (em) => {
      const row = await requireOpenRemoval(em, organizationId, removalId);
      const before = row.state;
      const nextAttemptAt = runtime.clock.now();
      em.assign(row, { state: 'waiting', nextAttemptAt, finishedAt: null });
      await em.flush();
      await enqueue(em, removeAccounts, { offboardingId: row.offboarding });
      const { identifier, provider } = row;
      const details = { removal: row.id, identifier, before, after: row.state };
      const subject = { type: 'offboarding' as const, id: row.offboarding };
      const audit = { action: 'offboarding.retried' as const, subject, provider, details };
      return { value: row.offboarding, audit };
    });
    return readReport(runtime.orm.em.fork(), organizationId, offboardingId);
  },
});
