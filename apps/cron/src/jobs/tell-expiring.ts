import type { JobHandler } from '@patchbay/jobs';
import { type Runtime, tellExpiring } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };

export const tellExpiringHandler =
  ({ runtime, log }: Parts): JobHandler<{ day: string }> =>
  async ({ input: { day } }) => {
    const ending = await tellExpiring(runtime);
    if (ending > 0) log.info('endings told', { day, ending });
  };
