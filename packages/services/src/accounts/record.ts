import type { EntityManager } from '@mikro-orm/postgresql';
import { asSystem } from '@patchbay/core';
import { AccountBulkItem, type BulkOutcome, type IntegrationAccount, User } from '@patchbay/db';
import {
  type AuditAction,
  type AuditEntry,
  publish,
  type Runtime,
  writeAudit,
} from '../kernel/index.ts';

/** The audit's words for an account: readable when account and person are gone. */
export async function accountDetails(
  em: EntityManager,
  row: IntegrationAccount,
): Promise<Record<string, unknown>> {
  const person = await em.findOne(User, { id: row.userId });
  return {
    identifier: row.identifier,
    person: person && { name: person.name, email: person.email },
  };
}

/**
 * Writes what became of an operation, in the name of whoever asked for it, and tells listeners. Last in the transaction.
 */
export async function recordSettled(
  em: EntityManager,
  runtime: Runtime,
  row: IntegrationAccount,
  action: AuditAction,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { organizationId, provider, operationAsker } = row;
  const subject = { type: 'account' as const, id: row.id };
  const details = { ...(await accountDetails(em, row)), ...more };
  const entry: AuditEntry = { action, subject, provider, details };
  const principal = {
    ...asSystem(organizationId, 'accounts', []),
    ...(operationAsker && { actor: operationAsker.actor }),
  };
  const requestId = operationAsker?.requestId ?? 'settle-accounts';
  await em.flush();
  await writeAudit(em, { principal, requestId, runtime }, entry);
  await publish(em, { organizationId, type: action, subject });
}

/** Notes in its bulk, if the operation belongs to one, what became of this account. */
export async function noteInBulk(
  em: EntityManager,
  { clock }: Pick<Runtime, 'clock'>,
  { bulkId, id }: Pick<IntegrationAccount, 'bulkId' | 'id'>,
  outcome: BulkOutcome,
  error: string | null = null,
): Promise<void> {
  if (!bulkId) return;
  await em.nativeUpdate(
    AccountBulkItem,
    { bulk: bulkId, accountId: id },
    { outcome, error, updatedAt: clock.now() },
  );
}
