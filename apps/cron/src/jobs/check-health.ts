import { type JobHandler, persist } from '@patchbay/jobs';
import { baseUrlOf } from '@patchbay/providers';
import {
  type FinishedCheck,
  openForCheck,
  type ReadyCheck,
  type Runtime,
  recordChecks,
  runCheck,
} from '@patchbay/services';
import type { createGate } from '../gate.ts';
import type { Log } from '../log.ts';

type Parts = { runtime: Runtime; log: Log; gate: ReturnType<typeof createGate> };
type Input = { slot: string; integrationIds: string[] };

/** How long finished checks wait for a database that is away before the batch is given back. */
const patienceMs = 10_000;

/** Checks a batch and records what came of it. Cut short, it records what is done and leaves the rest to a retry. */
export const checkHealthHandler =
  ({ runtime, log, gate }: Parts): JobHandler<Input> =>
  async ({ input, signal, attempt }) => {
    const slot = new Date(input.slot);
    const started = performance.now();
    const ready = await openForCheck(runtime, slot, input.integrationIds);
    const results = await Promise.all(
      ready.map((check) => checkOne({ runtime, gate, slot, signal }, check)),
    );
    const finished = results.filter((result) => result !== null);
    const recorded = await persist(() => recordChecks(runtime, finished), {
      signal: AbortSignal.timeout(patienceMs),
    });
    log.info('batch checked', {
      slot: input.slot,
      attempt,
      checks: finished.length,
      recorded: recorded.filter(({ outcome }) => outcome === 'recorded').length,
      errors: finished.filter(({ report }) => report.health === 'error').length,
      durationMs: Math.round(performance.now() - started),
    });
    if (finished.length < ready.length) throw new Error('stopped before all checks were done');
  };

type Checking = Pick<Parts, 'runtime' | 'gate'> & { slot: Date; signal: AbortSignal };

/** `null` when it was cut short: such a check says nothing about the integration. */
async function checkOne(
  { runtime, gate, slot, signal }: Checking,
  ready: ReadyCheck,
): Promise<FinishedCheck | null> {
  const { integrationId, organizationId, provider, revision } = ready;
  try {
    const report = await gate(hostOf(ready), signal, () => runCheck(runtime, ready, { signal }));
    if (signal.aborted) return null;
    const subject = { integrationId, organizationId, provider, revision };
    return { ...subject, slot, trigger: 'schedule', checkedAt: runtime.clock.now(), report };
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

function hostOf({ definition, settings, provider }: ReadyCheck): string {
  return (settings && baseUrlOf(definition, settings)?.host) ?? provider;
}
