import { enqueue, type JobHandler, settleAccounts } from '@patchbay/jobs';
import { type Runtime, settleOutstanding } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };

/** Takes operations further; what has to wait gets a job of its own for then. */
export const settleAccountsHandler =
  ({ runtime, log }: Parts): JobHandler<{ accountIds: string[] }> =>
  async ({ input, signal }) => {
    const { again, errors, ...counts } = await settleOutstanding(runtime, input.accountIds, signal);
    const waiting = again?.accountIds.length ?? 0;
    if (again) {
      const { accountIds, at: startAfter } = again;
      await enqueue(runtime.orm.em.fork(), settleAccounts, { accountIds }, { startAfter });
    }
    for (const error of errors) log.warn('account operation failed', { error });
    const said = { accounts: input.accountIds.length, ...counts, waiting };
    if (counts.settled + counts.failed + waiting > 0) log.info('accounts settled', said);
  };
