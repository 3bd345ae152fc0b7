import type { JobHandler } from '@patchbay/jobs';
import { closeStrays, type Runtime, settleRemovals } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };

/** More than a minute can do waits for the next one. */
const batch = 200;

export const removeAccountsHandler =
  ({ runtime, log }: Parts): JobHandler<{ offboardingId: string }> =>
  async ({ input: { offboardingId }, signal }) => {
    const done = await settleRemovals(runtime, { offboardingId, limit: batch, signal });
    if (done.tried > 0) log.info('accounts removed', { offboardingId, ...done });
  };

/** What is due of all, and what an offboarding could not see when it began. */
export const sweepRemovalsHandler =
  ({ runtime, log }: Parts): JobHandler<{ minute: string }> =>
  async ({ input: { minute }, signal }) => {
    const strays = await closeStrays(runtime, batch);
    const done = await settleRemovals(runtime, { limit: batch, signal });
    if (done.tried > 0 || strays > 0) log.info('accounts removed', { minute, strays, ...done });
  };
