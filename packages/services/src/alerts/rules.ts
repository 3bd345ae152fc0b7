import { AlertRules } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { type AlertRulesView, ReadRulesInput, UpdateRulesInput } from './schemas.ts';

/** What holds where an organization has said nothing. The queries of causes name the same numbers. */
export const usualRules: AlertRulesView = {
  openAfter: 3,
  closeAfter: 2,
  remindHours: 24,
  expiryDays: 7,
};

const viewRules = (row: AlertRules | null): AlertRulesView => ({
  openAfter: row?.openAfter ?? usualRules.openAfter,
  closeAfter: row?.closeAfter ?? usualRules.closeAfter,
  remindHours: row?.remindHours ?? usualRules.remindHours,
  expiryDays: row?.expiryDays ?? usualRules.expiryDays,
});

/** When alerts open, close and are repeated in this organization. */
export const readRules = defineVerb({
  name: 'alerts.rules',
  permission: 'settings:read',
  input: ReadRulesInput,
  run: async ({ runtime, principal }): Promise<AlertRulesView> => {
    const { organizationId } = principal;
    return viewRules(await runtime.orm.em.fork().findOne(AlertRules, { organizationId }));
  },
});

/** Changes the given rules; open alerts follow them at the next look. */
export const updateRules = defineVerb({
  name: 'alerts.updateRules',
  permission: 'settings:edit',
  input: UpdateRulesInput,
  run: (ctx, input): Promise<AlertRulesView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const before = viewRules(await em.findOne(AlertRules, { organizationId }));
      const given = Object.entries(input).filter(([, value]) => value !== undefined);
      const after: AlertRulesView = { ...before, ...Object.fromEntries(given) };
      if (JSON.stringify(before) === JSON.stringify(after))
        return { value: after, audit: 'unchanged' };
      const updatedAt = ctx.runtime.clock.now();
      await em.upsert(AlertRules, { organizationId, ...after, updatedAt });
      return {
        value: after,
        audit: {
          action: 'alert_rules.updated',
          subject: { type: 'organization', id: organizationId },
          details: { before, after },
        },
      };
    }),
});
