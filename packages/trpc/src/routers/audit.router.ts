import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import { AuditVerificationView, AuditView, ListAuditInput } from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const auditRouter = router({
  /** Who did what in the organization, newest first, in pages. Needs `audit:read`. */
  list: member
    .meta(rest('GET', '/audit', 'Read the audit log'))
    .input(ListAuditInput.prefault({}))
    .output(pageOf(AuditView))
    .query(({ ctx, input }) => services.audit.list(ctx.inside, input)),

  /** Recomputes the chain of hashes: `intact`, or the sequence number where it breaks. Needs `audit:read`. */
  verify: member
    .meta(rest('GET', '/audit/verification', 'Verify the audit log'))
    .output(AuditVerificationView)
    .query(({ ctx }) => services.audit.verify(ctx.inside, {})),
});
