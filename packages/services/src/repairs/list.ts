import { findProvider } from '@patchbay/providers';
import { defineVerb } from '../kernel/index.ts';
import { readCandidates } from './candidates.ts';
import { repairsOf } from './diagnose.ts';
import { ListRepairsInput, type RepairView, repairSeverities } from './schemas.ts';

/**
 * Everything in the organization that somebody has to mend, the most urgent first, each with the one step that
 * mends it. One query.
 */
export const listRepairs = defineVerb({
  name: 'repairs.list',
  permission: 'settings:read',
  input: ListRepairsInput,
  async run(ctx): Promise<RepairView[]> {
    const { runtime, principal } = ctx;
    const now = runtime.clock.now();
    const em = runtime.orm.em.fork();
    const candidates = await readCandidates(em, principal.organizationId, now);
    const repairs = candidates.flatMap((row) => {
      const provider = findProvider(row.provider);
      return provider ? repairsOf(provider, row, now) : [];
    });
    const urgency = ({ severity }: RepairView) => repairSeverities.indexOf(severity);
    return repairs.sort((a, b) => urgency(a) - urgency(b) || a.since.getTime() - b.since.getTime());
  },
});
