import { PatchbayError } from '@patchbay/core';
import { change, defineVerb } from '../kernel/index.ts';
import { requireIntegration } from './find.ts';
import { saveIntegration } from './save.ts';
import { ConfigureIntegrationInput, type IntegrationDetailView } from './schemas.ts';

/**
 * Stores the first whole set of settings. Errors: `not_found`, `invalid_input` under `settings.<key>`, `conflict`
 * when it is configured already.
 */
export const configureIntegration = defineVerb({
  name: 'integrations.configure',
  permission: 'settings:edit',
  input: ConfigureIntegrationInput,
  run: (ctx, input): Promise<IntegrationDetailView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const found = await requireIntegration(em, organizationId, input, { lock: true });
      if (found.row.status !== 'not_configured') {
        throw new PatchbayError('conflict', 'This integration is configured already.');
      }
      return saveIntegration(em, ctx, found, input);
    }),
});
