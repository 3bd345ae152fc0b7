import { PatchbayError } from '@patchbay/core';
import { checkDrift, enqueueAll, waitingJobs } from '@patchbay/jobs';
import { defineVerb } from '../kernel/index.ts';
import { CheckDriftInput, type DriftSummaryView } from './schemas.ts';
import { readSummary } from './summary.ts';
import { listableSystems } from './systems.ts';

/**
 * Has the systems of the organization compared now, or one of them; how far it is, `summary` tells. What waits for its
 * turn already is not queued twice. Errors: `invalid_input` for a system that cannot be compared.
 */
export const requestDriftCheck = defineVerb({
  name: 'drift.check',
  permission: 'accounts:edit',
  input: CheckDriftInput,
  async run({ runtime, principal }, { provider }): Promise<DriftSummaryView> {
    const { organizationId } = principal;
    const em = runtime.orm.em.fork();
    const systems = await listableSystems(em, organizationId);
    if (provider !== undefined && !systems.includes(provider))
      throw new PatchbayError('invalid_input', 'This system cannot be compared.', {
        fields: { provider: ['cannot be compared'] },
      });
    const asked = provider === undefined ? systems : [provider];
    const waiting = asked.length > 0 ? await waitingJobs(em, checkDrift) : [];
    const isWaiting = (key: string) =>
      waiting.some(
        ({ input }) => input.organizationId === organizationId && input.provider === key,
      );
    const wanted = asked.filter((key) => !isWaiting(key));
    const jobs = wanted.map((key) => ({ input: { organizationId, provider: key } }));
    await enqueueAll(em, checkDrift, jobs);
    return readSummary(em, organizationId);
  },
});
