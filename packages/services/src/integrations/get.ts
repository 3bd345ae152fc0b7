import { defineVerb } from '../kernel/index.ts';
import { requireIntegration } from './find.ts';
import { type IntegrationDetailView, IntegrationRef } from './schemas.ts';
import { viewDetail } from './view.ts';

/** One integration with its form, its masked settings and its last 24 hours. Errors: `not_found`. */
export const getIntegration = defineVerb({
  name: 'integrations.get',
  permission: 'settings:read',
  input: IntegrationRef,
  async run(ctx, input): Promise<IntegrationDetailView> {
    const em = ctx.runtime.orm.em.fork();
    const found = await requireIntegration(em, ctx.principal.organizationId, input);
    return viewDetail(em, ctx.runtime, found);
  },
});
