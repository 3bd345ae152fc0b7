import { checkHealth, enqueueAll, type JobHandler, waitingJobs } from '@patchbay/jobs';
import { dueIntegrations, type Runtime } from '@patchbay/services';
import { batchesOf } from '../batches.ts';
import type { Log } from '../log.ts';

type Parts = { runtime: Pick<Runtime, 'orm' | 'clock'>; log: Log; jitterSeconds: number };

const pageSize = 5_000;

/**
 * Queues the checks of a slot. An integration that still waits for its check of an earlier slot is left out, so
 * sweeps that overrun never pile up: at most one check of each integration waits, beside one that runs.
 */
export const sweepHealthHandler =
  ({ runtime, log, jitterSeconds }: Parts): JobHandler<{ slot: string }> =>
  async ({ input: { slot } }) => {
    const { orm, clock } = runtime;
    const earlier = await waitingJobs(orm.em.fork(), checkHealth);
    const waiting = new Set(earlier.flatMap(({ input }) => input.integrationIds));
    const due = await allDue(runtime, new Date(slot));
    const free = due.filter((id) => !waiting.has(id));
    const batches = await batchesOf(free, { slot, now: clock.now(), jitterSeconds });
    // One statement for all batches: an attempt that is repeated finds either all of them or none.
    const queued = await enqueueAll(
      orm.em.fork(),
      checkHealth,
      batches.map(({ integrationIds, ...batch }) => ({
        ...batch,
        input: { slot, integrationIds },
      })),
    );
    log.info('sweep', { slot, due: due.length, waiting: waiting.size, batches: queued.length });
  };

async function allDue(runtime: Parts['runtime'], slot: Date): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = await dueIntegrations(runtime, slot, { limit: pageSize, after: ids.at(-1) });
    ids.push(...page.map(({ integrationId }) => integrationId));
    if (page.length < pageSize) return ids;
  }
}
