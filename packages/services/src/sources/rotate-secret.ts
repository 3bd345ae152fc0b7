import { PatchbayError } from '@patchbay/core';
import { change, defineVerb } from '../kernel/index.ts';
import { RotateSourceSecretInput, type SourceWithSecretView } from '../webhooks/schemas.ts';
import { rulesOf } from '../webhooks/source.ts';
import { requireSource } from './find.ts';
import { addSecret, endSecrets, newSecret } from './secret.ts';
import { viewSource } from './view.ts';
import { withSecret } from './with-secret.ts';

const hourMs = 3_600_000;

/**
 * Gives a source another secret; the one before counts for `overlapHours` more. One that is made here is answered
 * once. Where the provider sends it (Notion), the source waits for a new one. Errors: `not_found`, `invalid_input` on
 * `secret`, `conflict` for a source that has no secret of its own.
 */
export const rotateSourceSecret = defineVerb({
  name: 'sources.rotateSecret',
  permission: 'webhooks:edit',
  input: RotateSourceSecretInput,
  run: (ctx, input): Promise<SourceWithSecretView> =>
    change(ctx, async (em) => {
      const { organizationId } = ctx.principal;
      const { row, webhooks } = await requireSource(em, organizationId, input.id, { lock: true });
      const rules = rulesOf(webhooks, row);
      if (!rules || row.kind === 'app')
        throw new PatchbayError('conflict', 'This source has no secret of its own.');
      const secret = await newSecret(webhooks, rules.verifier, input.secret);
      const now = ctx.runtime.clock.now();
      const previousUntil = new Date(now.getTime() + input.overlapHours * hourMs);
      await endSecrets(em, row.id, previousUntil);
      if (secret) await addSecret(em, ctx, row, secret.text);
      row.updatedAt = now;
      await em.flush();
      return {
        value: withSecret(await viewSource(em, ctx, row), rules.verifier, secret),
        audit: {
          action: 'source.secret_rotated',
          subject: { type: 'source', id: row.id },
          provider: row.provider,
          details: { name: row.name, previousUntil },
        },
      };
    }),
});
