import type { JobHandler } from '@patchbay/jobs';
import { compareSystem, type Runtime } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };
type Input = { organizationId: string; provider: string };

/** Compares one system; trouble there is noted where people look for it, and tried again the next night. */
export const checkDriftHandler =
  ({ runtime, log }: Parts): JobHandler<Input> =>
  async ({ input, signal }) => {
    const compared = await compareSystem(runtime, input, signal);
    log.info('accounts compared', { ...input, ...compared });
  };
