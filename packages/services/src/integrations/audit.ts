import type { Page } from '@patchbay/core';
import { readAudit } from '../audit/read.ts';
import type { AuditView } from '../audit/schemas.ts';
import { defineVerb } from '../kernel/index.ts';
import { requireIntegration } from './find.ts';
import { IntegrationAuditInput } from './schemas.ts';

/** What happened to one integration, newest first, in pages. Errors: `not_found`, `invalid_input` for a bad cursor. */
export const auditIntegration = defineVerb({
  name: 'integrations.audit',
  permission: 'audit:read',
  input: IntegrationAuditInput,
  async run(ctx, input): Promise<Page<AuditView>> {
    const em = ctx.runtime.orm.em.fork();
    const { organizationId } = ctx.principal;
    const { row } = await requireIntegration(em, organizationId, input);
    return readAudit(em, { organizationId, subjectType: 'integration', subjectId: row.id }, input);
  },
});
