import { PatchbayError } from '@patchbay/core';
import { change, defineVerb } from '../kernel/index.ts';
import { pendingOf, requireConnection } from './find.ts';
import { type ConnectionView, PendingAccountInput } from './schemas.ts';
import { endLater, pendingField } from './sever.ts';
import { storeConnection } from './store.ts';
import { openGrant } from './token-texts.ts';
import { viewConnection } from './view.ts';

/**
 * Takes over the other account that came back from the consent page; the tokens of the account before are ended
 * by a job. Errors: `not_found`, also for a pending account that ran out or was replaced.
 */
export const confirmAccount = defineVerb({
  name: 'connections.confirmAccount',
  permission: 'settings:edit',
  input: PendingAccountInput,
  async run(ctx, input): Promise<ConnectionView> {
    const { runtime, principal } = ctx;
    return change(ctx, async (em) => {
      const { pendingId, ...ref } = input;
      const found = await requireConnection(em, principal.organizationId, ref, { lock: true });
      const pending = await pendingOf(em, found.row.id, runtime.clock.now());
      if (pending?.id !== pendingId) throw noPending();
      const place = {
        organizationId: found.row.organizationId,
        integrationId: found.row.id,
        field: pendingField(pendingId),
      };
      const grant = await openGrant(em, runtime.keys, place, pending.sealedGrant);
      if (!grant) throw noPending();
      const account = { id: pending.accountId, name: pending.accountName, details: {} };
      em.remove(pending);
      await em.flush();
      await endLater(em, runtime, found);
      const audit = await storeConnection(em, ctx, found, { grant, account });
      await em.flush();
      return { value: await viewConnection(em, runtime, found), audit };
    });
  },
});

export const noPending = () =>
  new PatchbayError('not_found', 'This account no longer waits for an answer. Connect again.');
