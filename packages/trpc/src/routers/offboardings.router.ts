import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  EvidenceView,
  GetOffboardingInput,
  ListOffboardingsInput,
  OffboardingEvidenceInput,
  OffboardingPlanView,
  OffboardingReportView,
  OffboardingView,
  PlanOffboardingInput,
  RetryRemovalInput,
  SettleRemovalInput,
  StartOffboardingInput,
} from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const offboardingsRouter = router({
  /** Every account of a member and what would become of it. Needs `members:edit`. */
  plan: member
    .meta(rest('GET', '/members/{memberId}/offboarding', 'Plan the offboarding of a member'))
    .input(PlanOffboardingInput)
    .output(OffboardingPlanView)
    .query(({ ctx, input }) => services.offboardings.plan(ctx.inside, input)),

  /** Ends the membership at once and removes the accounts outside. Needs `members:edit`; `conflict` for the last owner. */
  start: member
    .meta(rest('POST', '/members/{memberId}/offboarding', 'Offboard a member'))
    .input(StartOffboardingInput)
    .output(OffboardingReportView)
    .mutation(({ ctx, input }) => services.offboardings.start(ctx.inside, input)),

  /** Who left, the latest first. Needs `accounts:read`. */
  list: member
    .meta(rest('GET', '/offboardings', 'List the offboardings'))
    .input(ListOffboardingsInput.prefault({}))
    .output(pageOf(OffboardingView))
    .query(({ ctx, input }) => services.offboardings.list(ctx.inside, input)),

  /** One report, account by account. Needs `accounts:read`. */
  get: member
    .meta(rest('GET', '/offboardings/{offboardingId}', 'Get the report of an offboarding'))
    .input(GetOffboardingInput)
    .output(OffboardingReportView)
    .query(({ ctx, input }) => services.offboardings.get(ctx.inside, input)),

  /** The report as a file to keep, with its digest. Needs `accounts:read`. */
  evidence: member
    .meta(
      rest(
        'GET',
        '/offboardings/{offboardingId}/evidence/{format}',
        'Get the evidence file of one',
      ),
    )
    .input(OffboardingEvidenceInput)
    .output(EvidenceView)
    .query(({ ctx, input }) => services.offboardings.evidence(ctx.inside, input)),

  /** Tries one account again at once. Needs `accounts:edit`; `conflict` when it is settled. */
  retry: member
    .meta(rest('POST', '/offboardings/removals/{removalId}/retry', 'Try a removal again'))
    .input(RetryRemovalInput)
    .output(OffboardingReportView)
    .mutation(({ ctx, input }) => services.offboardings.retry(ctx.inside, input)),

  /** Notes that somebody removed it by hand. Needs `accounts:edit`; `conflict` when it is settled. */
  settle: member
    .meta(rest('POST', '/offboardings/removals/{removalId}/settlement', 'Settle a removal by hand'))
    .input(SettleRemovalInput)
    .output(OffboardingReportView)
    .mutation(({ ctx, input }) => services.offboardings.settle(ctx.inside, input)),
});
