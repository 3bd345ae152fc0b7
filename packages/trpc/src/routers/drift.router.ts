import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  AppliedDriftView,
  ApplyDriftInput,
  CheckDriftInput,
  DriftSummaryView,
  DriftView,
  IgnoreDriftInput,
  ListDriftInput,
  UnignoreDriftInput,
} from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const driftRouter = router({
  /** When each system was last compared, and how much differs. Needs `accounts:read`. */
  summary: member
    .meta(rest('GET', '/drift/summary', 'See how far systems were compared'))
    .output(DriftSummaryView)
    .query(({ ctx }) => services.drift.summary(ctx.inside, {})),

  /** What differs, with what can be done about it. Needs `accounts:read`. */
  list: member
    .meta(rest('GET', '/drift', 'List where systems differ'))
    .input(ListDriftInput.prefault({}))
    .output(pageOf(DriftView))
    .query(({ ctx, input }) => services.drift.list(ctx.inside, input)),

  /** Has systems compared now. Needs `accounts:edit`; `invalid_input` for one that cannot be listed. */
  check: member
    .meta(rest('POST', '/drift/checks', 'Compare systems now'))
    .input(CheckDriftInput.prefault({}))
    .output(DriftSummaryView)
    .mutation(({ ctx, input }) => services.drift.check(ctx.inside, input)),

  /** Does one thing about one difference. Needs `accounts:edit`; `conflict` when it is no longer what it was. */
  resolve: member
    .meta(rest('POST', '/drift/{driftId}/plan', 'Do something about a difference'))
    .input(ApplyDriftInput)
    .output(AppliedDriftView)
    .mutation(({ ctx, input }) => services.drift.resolve(ctx.inside, input)),

  /** Leaves a difference as it is, with a reason. Needs `accounts:edit`. */
  ignore: member
    .meta(rest('POST', '/drift/{driftId}/ignored', 'Ignore a difference'))
    .input(IgnoreDriftInput)
    .output(DriftView)
    .mutation(({ ctx, input }) => services.drift.ignore(ctx.inside, input)),

  /** Looks at it again. Needs `accounts:edit`. */
  unignore: member
    .meta(rest('DELETE', '/drift/{driftId}/ignored', 'Look at a difference again'))
    .input(UnignoreDriftInput)
    .output(DriftView)
    .mutation(({ ctx, input }) => services.drift.unignore(ctx.inside, input)),
});
