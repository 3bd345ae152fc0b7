import { providerKeys } from '@patchbay/providers';
import { sql } from 'kysely';
import { change, defineVerb } from '../kernel/index.ts';
import { noSuchIntegration, requireIntegration } from './find.ts';
import { IntegrationRef, type IntegrationView } from './schemas.ts';
import { viewIntegration } from './view.ts';

/** Flips `enabled` in one statement, so that two people toggling at once never lose a flip. Errors: `not_found`. */
export const toggleIntegration = defineVerb({
  name: 'integrations.toggle',
  permission: 'settings:edit',
  input: IntegrationRef,
  run: (ctx, input): Promise<IntegrationView> =>
    change(ctx, async (em) => {
      const { organizationId, actor } = ctx.principal;
      const person = actor.type === 'user' ? actor.id : null;
      const which =
        input.id === undefined ? sql`provider = ${input.provider}` : sql`id = ${input.id}`;
      const { rows } = await sql<{ id: string; enabled: boolean; provider: string }>`
        update integration_configs set enabled = not enabled,
          updated_at = ${ctx.runtime.clock.now()}, updated_by = coalesce(${person}, updated_by)
        where organization_id = ${organizationId} and ${which}
          and provider = any(${[...providerKeys]}::text[])
        returning id, enabled, provider`.execute(em.getKysely());
      const [row] = rows;
      if (!row) throw noSuchIntegration();
      const found = await requireIntegration(em, organizationId, { id: row.id });
      return {
        value: await viewIntegration(em, ctx.runtime, found),
        audit: {
          action: row.enabled ? 'enabled' : 'disabled',
          subject: { type: 'integration', id: row.id },
          provider: row.provider,
          details: { before: { enabled: !row.enabled }, after: { enabled: row.enabled } },
        },
      };
    }),
});
