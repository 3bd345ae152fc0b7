import type { EntityManager } from '@mikro-orm/postgresql';
import { invalidField } from '@patchbay/core';
import { IntegrationConfig } from '@patchbay/db';
import type { z } from 'zod';
import { type AuditAction, change, defineVerb } from '../kernel/index.ts';
import { type SourceView, UpdateSourceInput } from '../webhooks/schemas.ts';
import { type FoundSource, requireSource } from './find.ts';
import { rulesOnRecord } from './rules-on-record.ts';
import { viewSource } from './view.ts';

/**
 * Changes what is given: name, whether it takes anything, filters, the rules of a custom source. A disabled source
 * answers like one that never was. Errors: `not_found`, `invalid_input` on `rules`.
 */
export const updateSource = defineVerb({
  name: 'sources.update',
  permission: 'webhooks:edit',
  input: UpdateSourceInput,
  run: (ctx, input): Promise<SourceView> =>
    change(ctx, async (em) => {
      const found = await requireSource(em, ctx.principal.organizationId, input.id, { lock: true });
      const { row } = found;
      const before = shownOf(await viewSource(em, ctx, row));
      await apply(em, found, input);
      await em.flush();
      const after = shownOf(await viewSource(em, ctx, row));
      const changed = Object.keys(after).filter(
        (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
      );
      if (changed.length === 0)
        return { value: await viewSource(em, ctx, row), audit: 'unchanged' };
      row.updatedAt = ctx.runtime.clock.now();
      const only = (all: Shown) => Object.fromEntries(changed.map((key) => [key, all[key]]));
      return {
        value: await viewSource(em, ctx, row),
        audit: {
          action: actionOf(changed, row.enabled),
          subject: { type: 'source', id: row.id },
          provider: row.provider,
          details: { name: row.name, before: only(before), after: only(after) },
        },
      };
    }),
});

type Shown = Record<string, unknown>;
const shownOf = ({ name, enabled, filters, rules }: SourceView): Shown => ({
  name,
  enabled,
  filters,
  rules: rulesOnRecord(rules),
});

function actionOf(changed: string[], isEnabled: boolean): AuditAction {
  if (changed.join() !== 'enabled') return 'source.updated';
  return isEnabled ? 'source.enabled' : 'source.disabled';
}

async function apply(
  em: EntityManager,
  { row, webhooks }: FoundSource,
  input: z.output<typeof UpdateSourceInput>,
): Promise<void> {
  if (input.rules && webhooks.rules) throw invalidField('rules', `are fixed for ${webhooks.title}`);
  if (input.rules) row.rules = input.rules;
  row.name = input.name ?? row.name;
  row.enabled = input.enabled ?? row.enabled;
  if (!input.filters) return;
  if (row.integration === null || row.integration === undefined) row.config = input.filters;
  else {
    const integration = await em.findOneOrFail(IntegrationConfig, row.integration);
    integration.config = input.filters;
  }
}
