import { PatchbayError } from '@patchbay/core';
import { change, defineVerb } from '../kernel/index.ts';
import { requireIntegration } from './find.ts';
import { saveIntegration } from './save.ts';
import { ConfigureIntegrationInput, type IntegrationDetailView } from './schemas.ts';

/**
 * Changes the settings of a configured integration: a secret that is absent, empty or masked stays, a new one
 * replaces it. Errors: `not_found`, `invalid_input` under `settings.<key>`, `conflict` when it is not configured
 * or the revision has moved on.
 */
export const reconfigureIntegration = defineVerb({
  name: 'integrations.reconfigure',
  permission: 'settings:edit',
  input: ConfigureIntegrationInput,
  run: (ctx, input): Promise<IntegrationDetailView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const found = await requireIntegration(em, organizationId, input, { lock: true });
      if (found.row.status === 'not_configured') {
        throw new PatchbayError('conflict', 'This integration is not configured yet.');
      }
      return saveIntegration(em, ctx, found, input);
    }),
});
