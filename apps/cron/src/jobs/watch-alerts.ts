import type { JobHandler } from '@patchbay/jobs';
import { type Runtime, watchStates } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };

export const watchAlertsHandler =
  ({ runtime, log }: Parts): JobHandler<{ minute: string }> =>
  async ({ input: { minute } }) => {
    const done = await watchStates(runtime);
    if (done.opened + done.closed + done.queued > 0) log.info('alerts', { minute, ...done });
  };
