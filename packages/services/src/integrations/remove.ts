import { HealthCheck } from '@patchbay/db';
import { revokeFirst, severConnection } from '../connections/sever.ts';
import { change, defineVerb } from '../kernel/index.ts';
import { requireIntegration } from './find.ts';
import { forgetHealth, moveTo, stampChange } from './save.ts';
import { type IntegrationDetailView, IntegrationRef } from './schemas.ts';
import { viewDetail } from './view.ts';

/**
 * Forgets settings, credentials and health history; the row, its label and its audit trail stay. A connection is
 * ended at its provider too. Removing what is not configured changes nothing. Errors: `not_found`.
 */
export const removeIntegration = defineVerb({
  name: 'integrations.remove',
  permission: 'settings:edit',
  input: IntegrationRef,
  async run(ctx, input): Promise<IntegrationDetailView> {
    const { organizationId } = ctx.principal;
    const known = await requireIntegration(ctx.runtime.orm.em.fork(), organizationId, input);
    const severing = await revokeFirst(ctx.runtime, organizationId, known.row.id);
    return change(ctx, async (em) => {
      const found = await requireIntegration(em, organizationId, input, { lock: true });
      const { row } = found;
      const cleared = Object.keys(row.settings).sort();
      if (row.status === 'not_configured' && cleared.length === 0) {
        return { value: await viewDetail(em, ctx.runtime, found), audit: 'unchanged' };
      }
      const before = { status: row.status };
      const { accountName, revocation } = await severConnection(em, ctx.runtime, found, severing);
      row.settings = {};
      row.revision += 1;
      row.createdBy = null;
      forgetHealth(row);
      moveTo(row, 'not_configured', ctx.runtime.clock.now());
      stampChange(ctx, row);
      await em.nativeDelete(HealthCheck, { integration: row.id });
      return {
        value: await viewDetail(em, ctx.runtime, found),
        audit: {
          action: 'removed',
          subject: { type: 'integration', id: row.id },
          provider: row.provider,
          details: {
            before,
            after: { status: row.status },
            cleared,
            ...(accountName !== null && { accountName, revocation }),
          },
        },
      };
    });
  },
});
