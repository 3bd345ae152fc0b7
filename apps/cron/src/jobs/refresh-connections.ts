import type { JobHandler } from '@patchbay/jobs';
import { type Runtime, renewDue } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };

/** More than a minute can renew waits for the next minute; the most urgent come first. */
const batch = 200;

export const refreshConnectionsHandler =
  ({ runtime, log }: Parts): JobHandler<{ minute: string }> =>
  async ({ input: { minute }, signal }) => {
    const done = await renewDue(runtime, { limit: batch, signal });
    if (done.due > 0) log.info('connections renewed', { minute, ...done });
  };
