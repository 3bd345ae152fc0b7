import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import type { AccountOperationKind, IntegrationAccount } from '@patchbay/db';
import { change, type Permitted } from '../kernel/index.ts';
import { settleAndAnswer } from './answer.ts';
import { requireAccount, requireHandOn } from './find.ts';
import { beginOperation, type Payload } from './operation.ts';
import type { AccountOutcomeView, AccountRef } from './schemas.ts';
import { type AccountSystem, openAccountSystem } from './system.ts';

type Plan = { kind: AccountOperationKind; payload: Partial<Payload> };

/**
 * Begins what `plan` makes of the locked row, settles it at once if that is possible, and answers. `plan` refuses by
 * throwing; `null` changes nothing, because it is so already.
 */
export async function operate(
  ctx: Permitted,
  ref: AccountRef,
  plan: (row: IntegrationAccount, em: EntityManager) => Plan | null | Promise<Plan | null>,
): Promise<AccountOutcomeView> {
  const { organizationId } = ctx.principal;
  const accountId = await change(ctx, async (em) => {
    const row = await requireAccount(em, organizationId, ref, { lock: true });
    const planned = await plan(row, em);
    if (planned) {
      const payload = { secret: null, input: {}, reason: null, ...planned.payload };
      await beginOperation(em, ctx, row, { kind: planned.kind, payload });
    }
    return { value: row.id, audit: 'unchanged' };
  });
  return settleAndAnswer(ctx, accountId);
}

/** The account, as it stands before anything is locked. @throws PatchbayError `not_found`, `forbidden` */
export async function requireHand(ctx: Permitted, ref: AccountRef): Promise<IntegrationAccount> {
  const em = ctx.runtime.orm.em.fork();
  const row = await requireAccount(em, ctx.principal.organizationId, ref);
  requireHandOn(ctx, row.userId);
  return row;
}

/**
 * The same, with its system open. Never asked inside a transaction: that would hold one connection of the pool while
 * waiting for another.
 */
export async function requireOpenSystem(ctx: Permitted, ref: AccountRef): Promise<AccountSystem> {
  await requireHand(ctx, ref);
  return openAccountSystem(ctx.runtime, ctx.principal.organizationId, ref.provider);
}

/** @throws PatchbayError `conflict` unless the account is there and nothing is under way with it */
export function requireSettled(row: IntegrationAccount): void {
  if (row.status === 'deleted') throw new PatchbayError('conflict', 'This account was removed.');
  if (!row.operation) return;
  const sentence = row.failedAt
    ? 'Something failed with this account. Retry or cancel it first.'
    : 'Something is under way with this account. Wait for it, or cancel it.';
  throw new PatchbayError('conflict', sentence);
}
