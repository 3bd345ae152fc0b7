import { change, defineVerb } from '../kernel/index.ts';
import { findingDetails, requireFinding } from './find.ts';
import { type DriftView, IgnoreDriftInput, UnignoreDriftInput } from './schemas.ts';
import { viewFindings } from './view.ts';

/**
 * Leaves a difference as it is, with a reason: a bot, an operator. It stays out of sight for as long as it is the same.
 * Errors: `not_found`, `conflict` when it is gone.
 */
export const ignoreDrift = defineVerb({
  name: 'drift.ignore',
  permission: 'accounts:edit',
  input: IgnoreDriftInput,
  run: (ctx, { driftId, reason }): Promise<DriftView> =>
    change(ctx, async (em) => {
      const { organizationId, actor } = ctx.principal;
      const row = await requireFinding(em, organizationId, driftId, { lock: true });
      em.assign(row, {
        ignoredAt: ctx.runtime.clock.now(),
        ignoredBy: actor.type === 'user' ? actor.id : null,
        ignoredReason: reason,
      });
      await em.flush();
      const details = { ...findingDetails(row), reason };
      const subject = { type: 'drift' as const, id: row.id };
      const { provider } = row;
      return {
        value: await oneView(em, organizationId, row),
        audit: { action: 'drift.ignored', subject, provider, details },
      };
    }),
});

/** Looks at it again. Errors: `not_found`, `conflict` when it is gone. */
export const unignoreDrift = defineVerb({
  name: 'drift.unignore',
  permission: 'accounts:edit',
  input: UnignoreDriftInput,
  run: (ctx, { driftId }): Promise<DriftView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const row = await requireFinding(em, organizationId, driftId, { lock: true });
      const wasIgnored = Boolean(row.ignoredAt);
      em.assign(row, { ignoredAt: null, ignoredBy: null, ignoredReason: null });
      await em.flush();
      const value = await oneView(em, organizationId, row);
      if (!wasIgnored) return { value, audit: 'unchanged' };
      const subject = { type: 'drift' as const, id: row.id };
      const { provider } = row;
      const details = findingDetails(row);
      return { value, audit: { action: 'drift.reopened', subject, provider, details } };
    }),
});

async function oneView(
  em: Parameters<typeof viewFindings>[0],
  organizationId: string,
  row: Parameters<typeof viewFindings>[2][number],
): Promise<DriftView> {
  const [view] = await viewFindings(em, organizationId, [row]);
  if (!view) throw new Error('a finding has a view');
  return view;
}
