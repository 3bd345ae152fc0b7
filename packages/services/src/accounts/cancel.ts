import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import type { IntegrationAccount } from '@patchbay/db';
import { defineVerb, type Permitted } from '../kernel/index.ts';
import { operate } from './begin.ts';
import { mayEditOthers, requireHandOn } from './find.ts';
import { openPayload, settled } from './operation.ts';
import { noteInBulk, recordSettled } from './record.ts';
import { AccountChangeInput, type AccountOutcomeView } from './schemas.ts';

/**
 * Gives up what is under way. A `create` is undone: what may exist at the system goes, unless it is somebody else's.
 * Anything else is left as far as it came. Errors: `conflict` when nothing is under way.
 */
export const cancelAccountOperation = defineVerb({
  name: 'accounts.cancel',
  permission: 'accounts:own',
  alternative: 'accounts:edit',
  input: AccountChangeInput,
  run: (ctx, { reason: _, ...ref }): Promise<AccountOutcomeView> =>
    operate(ctx, ref, (row, em) => {
      requireHandOn(ctx, row.userId);
      if (!mayEditOthers(ctx) && isAgainst(row)) requireOwnAsk(ctx, row);
      if (!row.operation) throw new PatchbayError('conflict', 'Nothing is under way.');
      return planCancel(em, ctx, row);
    }),
});

const isAgainst = ({ operation }: IntegrationAccount): boolean =>
  operation === 'suspend' || operation === 'remove';

/** What an admin began against somebody, that person cannot stop. @throws PatchbayError `forbidden` */
function requireOwnAsk({ principal }: Permitted, { operationAsker }: IntegrationAccount): void {
  if (operationAsker?.actor.id === principal.actor.id) return;
  throw new PatchbayError('forbidden', 'An admin began this.');
}

/** Cancels in the surrounding transaction what never reached the system; plans the undoing of what may have. */
export async function planCancel(em: EntityManager, ctx: Permitted, row: IntegrationAccount) {
  const { runtime, principal, requestId } = ctx;
  const isCreate = row.operation === 'create' || row.operation === 'undo';
  const mayBeThere = row.attempts > 0 && row.trouble !== 'taken';
  if (isCreate && mayBeThere) {
    // The secret of the attempts tells their account from somebody else's.
    const payload = await openPayload(em, runtime, row);
    return { kind: 'undo' as const, payload: payload ?? {} };
  }
  await noteInBulk(em, runtime, row, 'canceled');
  row.operationAsker = { actor: principal.actor, requestId };
  await recordSettled(em, runtime, row, 'account.canceled', { operation: row.operation });
  if (isCreate) em.remove(row);
  else em.assign(row, settled);
  return null;
}
