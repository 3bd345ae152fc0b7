import { uuidFrom } from '@patchbay/core';
import { enqueueAll, type JobHandler, settleAccounts } from '@patchbay/jobs';
import { overdueAccounts, type Runtime } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };

const mostAtOnce = 500;
const batchSize = 20;

/** Queues what lost its job: a worker died between two of them, or a job's attempts were used up. */
export const sweepAccountsHandler =
  ({ runtime, log }: Parts): JobHandler<{ minute: string }> =>
  async ({ input }) => {
    const ids = await overdueAccounts(runtime, mostAtOnce);
    const starts = Array.from(
      { length: Math.ceil(ids.length / batchSize) },
      (_, n) => n * batchSize,
    );
    const batches = await Promise.all(
      starts.map(async (start) => ({
        id: await uuidFrom(settleAccounts.name, input.minute, String(start)),
        input: { accountIds: ids.slice(start, start + batchSize) },
      })),
    );
    await enqueueAll(runtime.orm.em.fork(), settleAccounts, batches);
    if (ids.length > 0) log.info('overdue accounts queued', { accounts: ids.length });
  };
