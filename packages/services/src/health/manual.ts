import type { CheckReport } from '@patchbay/core';
import type { Permitted } from '../kernel/index.ts';
import type { ReadyCheck } from './ready-check.ts';
import { recordChecks } from './record.ts';

/** A check on demand, as it was stored. */
export type ManualCheck = CheckReport & { slot: Date; trigger: 'manual'; checkedAt: Date };

const tries = 5;

/**
 * Stores the result of a check that somebody asked for, on their behalf. Its slot is the moment itself; a moment
 * that is taken gives way to the next millisecond.
 */
export async function recordManualCheck(
  ctx: Permitted,
  { integrationId, organizationId, provider, revision }: ReadyCheck,
  report: CheckReport,
): Promise<ManualCheck> {
  const subject = { integrationId, organizationId, provider, revision };
  const checkedAt = ctx.runtime.clock.now();
  for (let later = 0; ; later += 1) {
    const slot = new Date(checkedAt.getTime() + later);
    const check = { ...subject, slot, trigger: 'manual' as const, checkedAt, report };
    const [recorded] = await recordChecks(ctx.runtime, [check], ctx);
    if (recorded?.outcome === 'recorded' || later === tries) {
      return { ...report, slot, trigger: 'manual', checkedAt };
    }
  }
}
