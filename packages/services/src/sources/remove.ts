import { PatchbayError } from '@patchbay/core';
import { WebhookSecret } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { SourceRef } from '../webhooks/schemas.ts';
import { requireSource } from './find.ts';

/**
 * Ends a source and deletes its secrets; its events stay as long as events are kept. Errors: `not_found`, `conflict`
 * for what comes through the operator's app, which can be switched off but has no address that could end.
 */
export const removeSource = defineVerb({
  name: 'sources.remove',
  permission: 'webhooks:edit',
  input: SourceRef,
  run: (ctx, { id }): Promise<{ id: string }> =>
    change(ctx, async (em) => {
      const { row } = await requireSource(em, ctx.principal.organizationId, id, { lock: true });
      if (row.kind === 'app')
        throw new PatchbayError('conflict', 'This source can only be switched off.');
      row.removedAt = ctx.runtime.clock.now();
      row.enabled = false;
      await em.nativeDelete(WebhookSecret, { endpoint: id });
      const { name } = row;
      return {
        value: { id },
        audit: {
          action: 'source.removed',
          subject: { type: 'source', id },
          provider: row.provider,
          details: { before: { name }, after: null },
        },
      };
    }),
});
