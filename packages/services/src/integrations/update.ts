import { change, defineVerb } from '../kernel/index.ts';
import { requireIntegration } from './find.ts';
import { saveIntegration } from './save.ts';
import { type IntegrationDetailView, UpdateIntegrationInput } from './schemas.ts';

/**
 * Changes only what is given, settings included field by field. Settings of an integration that is not configured
 * may stay unfinished; once they are whole it becomes `configured`.
 * Errors: `not_found`, `invalid_input` under `settings.<key>`, `conflict` when the revision has moved on.
 */
export const updateIntegration = defineVerb({
  name: 'integrations.update',
  permission: 'settings:edit',
  input: UpdateIntegrationInput,
  run: (ctx, input): Promise<IntegrationDetailView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const found = await requireIntegration(em, organizationId, input, { lock: true });
      return saveIntegration(em, ctx, found, input, { draft: true });
    }),
});
