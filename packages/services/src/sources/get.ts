import type { EntityManager } from '@mikro-orm/postgresql';
import { WebhookSecret } from '@patchbay/db';
import { defineVerb, type Permitted } from '../kernel/index.ts';
import { openingDataKeys, openText } from '../vault/index.ts';
import { type SourceDetailView, SourceRef } from '../webhooks/schemas.ts';
import { secretPlace } from '../webhooks/source.ts';
import { type FoundSource, requireSource } from './find.ts';
import { viewSender, viewSource } from './view.ts';

/** One source with how its sender is set up. Errors: `not_found`. */
export const getSource = defineVerb({
  name: 'sources.get',
  permission: 'webhooks:read',
  input: SourceRef,
  async run(ctx, { id }): Promise<SourceDetailView> {
    const em = ctx.runtime.orm.em.fork();
    const found = await requireSource(em, ctx.principal.organizationId, id);
    return {
      ...(await viewSource(em, ctx, found.row)),
      sender: viewSender(found.row.provider, found.webhooks),
      capturedSecret: await capturedSecret(em, ctx, found),
    };
  },
});

/** A token that the provider sent has to be entered there by whoever may edit; it is shown until it has proved itself. */
async function capturedSecret(
  em: EntityManager,
  ctx: Permitted,
  { row, webhooks }: FoundSource,
): Promise<string | null> {
  const mayEdit = ctx.principal.permissions.has('webhooks:edit');
  if (webhooks.secret.origin !== 'captured' || !mayEdit) return null;
  const current = { endpoint: row.id, expiresAt: null, confirmedAt: null };
  const secret = await em.findOne(WebhookSecret, current);
  if (!secret) return null;
  const findKey = await openingDataKeys(em, ctx.runtime.keys, [row.organizationId]);
  return openText(findKey, secretPlace(row, secret.id), secret.sealed);
}
