import { uuidFrom } from '@patchbay/core';
import { checkDrift, enqueueAll, type JobHandler } from '@patchbay/jobs';
import { allListableSystems, type Runtime } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log };

/** Spread over the hour, so that a server that organizations share is not listed by all of them at once. */
const spreadMs = 3_600_000;

/** Queues the comparison of every system, once a day. */
export const sweepDriftHandler =
  ({ runtime, log }: Parts): JobHandler<{ day: string }> =>
  async ({ input: { day } }) => {
    const systems = await allListableSystems(runtime);
    const now = runtime.clock.now().getTime();
    const jobs = await Promise.all(
      systems.map(async (input, index) => ({
        input,
        id: await uuidFrom(checkDrift.name, day, input.organizationId, input.provider),
        startAfter: new Date(now + Math.floor((index / systems.length) * spreadMs)),
      })),
    );
    const queued = await enqueueAll(runtime.orm.em.fork(), checkDrift, jobs);
    if (systems.length > 0) log.info('comparisons queued', { systems: queued.length });
  };
