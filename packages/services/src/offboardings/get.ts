import { defineVerb } from '../kernel/index.ts';
import { readReport } from './read.ts';
import { GetOffboardingInput, type OffboardingReportView } from './schemas.ts';

/** One report: every account with what became of it. Errors: `not_found`. */
export const getOffboarding = defineVerb({
  name: 'offboardings.get',
  permission: 'accounts:read',
  input: GetOffboardingInput,
  run: ({ runtime, principal }, { offboardingId }): Promise<OffboardingReportView> =>
    readReport(runtime.orm.em.fork(), principal.organizationId, offboardingId),
});
