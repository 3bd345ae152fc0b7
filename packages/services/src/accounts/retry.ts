import { PatchbayError } from '@patchbay/core';
import { change, defineVerb } from '../kernel/index.ts';
import { settleAndAnswer } from './answer.ts';
import { requireHand } from './begin.ts';
import { uniquely } from './create.ts';
import { requireAccount } from './find.ts';
import { type AccountOutcomeView, AccountRef } from './schemas.ts';
import { openAccountSystem } from './system.ts';
import { keepTyped } from './typed-rows.ts';

/**
 * Tries at once what waits for its next attempt or failed for good. Errors: `conflict` when nothing is under way, and
 * whatever it fails of now.
 */
export const retryAccountOperation = defineVerb({
  name: 'accounts.retry',
  permission: 'accounts:own',
  alternative: 'accounts:edit',
  input: AccountRef,
  async run(ctx, ref): Promise<AccountOutcomeView> {
    const { runtime, principal } = ctx;
    const { organizationId } = principal;
    const found = await requireHand(ctx, ref);
    const system = await openAccountSystem(runtime, organizationId, ref.provider);
    const id = await uniquely(found.identifier, () =>
      change(ctx, async (em) => {
        const row = await requireAccount(em, organizationId, ref, { lock: true });
        if (!row.operation) throw new PatchbayError('conflict', 'Nothing is under way.');
        const isFreed = !row.nameHeld && row.status !== 'deleted';
        em.assign(row, { failedAt: null, nextAttemptAt: runtime.clock.now(), nameHeld: true });
        await em.flush();
        if (isFreed) await keepTyped(em, [row], system.settings);
        return { value: row.id, audit: 'unchanged' };
      }),
    );
    return settleAndAnswer(ctx, id);
  },
});
