import { WebhookSecret } from '@patchbay/db';
import { change, defineVerb } from '../kernel/index.ts';
import { SourceRef } from '../webhooks/schemas.ts';
import { requireSource } from './find.ts';

/** Ends a source and deletes its secrets; its events stay as long as events are kept. Errors: `not_found`. */
export const removeSource = defineVerb({
  name: 'sources.remove',
  permission: 'webhooks:edit',
  input: SourceRef,
  run: (ctx, { id }): Promise<{ id: string }> =>
    change(ctx, async (em) => {
      const { row } = await requireSource(em, ctx.principal.organizationId, id, { lock: true });
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
