import type { JobHandler } from '@patchbay/jobs';
import { type Runtime, revokeOutstanding } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };

const batch = 50;

export const revokeTokensHandler =
  ({ runtime, log }: Parts): JobHandler<{ minute: string }> =>
  async ({ input: { minute }, signal }) => {
    const done = await revokeOutstanding(runtime, { limit: batch, signal });
    if (done.tried > 0) log.info('tokens ended', { minute, ...done });
  };
