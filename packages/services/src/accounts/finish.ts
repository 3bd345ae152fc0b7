import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { type AccountOperationKind, IntegrationAccount } from '@patchbay/db';
import type { AuditAction } from '../kernel/index.ts';
import { settled } from './operation.ts';
import { noteInBulk, recordSettled } from './record.ts';
import type { Attempt, StepResult } from './steps.ts';
import { forgetTyped } from './typed-rows.ts';

const actions: Record<AccountOperationKind, AuditAction> = {
  create: 'account.created',
  undo: 'account.canceled',
  suspend: 'account.suspended',
  resume: 'account.resumed',
  reset_secret: 'account.secret_reset',
  update: 'account.updated',
  remove: 'account.removed',
};

/**
 * The last transaction of an operation: the row as the step left the account, its audit row, its event.
 * @returns false when the operation is no longer the row's, so that its result counts no more
 */
export function finish(attempt: Attempt, result: StepResult, shown: boolean): Promise<boolean> {
  const { runtime, row } = attempt;
  return runtime.orm.em.fork().transactional(async (em) => {
    const current = await lockOperation(em, row);
    if (!current?.operation) return false;
    const kind = current.operation;
    await noteInBulk(em, runtime, current, kind === 'undo' ? 'canceled' : 'done');
    if (kind === 'undo') {
      em.remove(current);
      await recordSettled(em, runtime, current, actions.undo, { left: result.left ?? false });
      return true;
    }
    const { reason } = attempt.payload;
    await apply(em, attempt, current, result, shown);
    await recordSettled(em, runtime, current, actions[kind], reason ? { reason } : {});
    // The audit row names who asked, so that is forgotten last.
    em.assign(current, settled);
    return true;
  });
}

/** The row, locked, if the operation of this attempt is still the one under way. */
export const lockOperation = (
  em: EntityManager,
  { id, operationId }: IntegrationAccount,
): Promise<IntegrationAccount | null> =>
  em.findOne(
    IntegrationAccount,
    { id, operationId },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );

async function apply(
  em: EntityManager,
  { runtime, payload, system }: Attempt,
  row: IntegrationAccount,
  { remote, secret }: StepResult,
  shown: boolean,
): Promise<void> {
  const now = runtime.clock.now();
  row.updatedAt = now;
  if (remote) row.details = remote.details;
  switch (row.operation) {
    case 'create':
      row.status = remote?.state ?? 'active';
      row.secretShown = payload.secret === null ? null : shown;
      return;
    case 'reset_secret':
      row.secretShown = secret === undefined ? null : shown;
      return;
    case 'suspend':
      row.status = 'suspended';
      row.suspendedBy = askerOf(row);
      return;
    case 'resume':
      row.status = 'active';
      row.suspendedBy = null;
      return;
    case 'update':
      if (remote) row.status = remote.state;
      return;
    case 'remove':
      em.assign(row, { status: 'deleted', deletedAt: now, suspendedBy: null, secretShown: null });
      row.nameHeld = system.accounts.leaves === 'kept';
      if (!row.nameHeld) await forgetTyped(em, row.id);
      return;
  }
}

const askerOf = ({ operationAsker }: IntegrationAccount): string | null =>
  operationAsker?.actor.type === 'user' ? operationAsker.actor.id : null;
