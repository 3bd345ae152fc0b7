import type { Page } from '@patchbay/core';
import { defineVerb } from '../kernel/index.ts';
import { readAudit } from './read.ts';
import { type AuditView, ListAuditInput } from './schemas.ts';

/** Everything on record in the organization, newest first, in pages. Errors: `invalid_input` for a bad cursor. */
export const listAudit = defineVerb({
  name: 'audit.list',
  permission: 'audit:read',
  input: ListAuditInput,
  run({ runtime, principal }, { action, provider, ...page }): Promise<Page<AuditView>> {
    const filter = { organizationId: principal.organizationId, action, provider };
    return readAudit(runtime.orm.em.fork(), filter, page);
  },
});
