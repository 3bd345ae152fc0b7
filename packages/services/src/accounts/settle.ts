import { PatchbayError } from '@patchbay/core';
import { IntegrationAccount, type Orm } from '@patchbay/db';
import { sql } from 'kysely';
import { createGate } from '../connections/gate.ts';
import type { Runtime } from '../kernel/index.ts';
import { withSessionLock } from '../kernel/session-lock.ts';
import { fail } from './fail.ts';
import { finish } from './finish.ts';
import { openPayload } from './operation.ts';
import { type Attempt, takeStep } from './steps.ts';
import { openAccountSystem, requireSameSystem } from './system.ts';

/** What one go at an operation came to. */
export type Settled =
  /** There is none, or it was replaced meanwhile. */
  | { outcome: 'nothing' }
  /** Somebody else is at it. */
  | { outcome: 'busy' }
  /** Its time has not come. */
  | { outcome: 'early'; at: Date }
  /** `secret` only for whoever still waits for it. */
  | { outcome: 'done'; secret: string | null }
  /** It failed and is tried again. */
  | { outcome: 'waiting'; at: Date; error: unknown }
  /** It failed for good. */
  | { outcome: 'failed'; error: unknown };

/**
 * Whoever asked, while they wait for the answer. Whether a secret counts as shown is decided in the last transaction, so
 * from `settling` on the answer must be waited for.
 */
export type Asker = { state: 'waiting' | 'settling' | 'gone'; token: string | null };

export type SettleOptions = {
  asker?: Asker;
  /** How long to wait for somebody else who is at the same account. */
  patienceMs?: number;
  signal?: AbortSignal;
};

/** Longer than anybody waits at a page, and bounded: the lock is held meanwhile. */
const stepTimeoutMs = 20_000;
/** Each holds a connection of the pool; the others are for everything else. */
const atOnce = 3;
const gates = new WeakMap<Orm, ReturnType<typeof createGate>>();

/**
 * Takes the operation of one account further: finishes it, or notes why not and when to try again. Repeatable, also
 * after a crash anywhere; no two processes are ever at the same account.
 */
export async function settleAccount(
  runtime: Runtime,
  accountId: string,
  options: SettleOptions = {},
): Promise<Settled> {
  const { orm } = runtime;
  const gate = gates.get(orm) ?? createGate(atOnce);
  gates.set(orm, gate);
  const name = `account:${accountId}`;
  const locked = await gate(() =>
    withSessionLock(orm, name, options.patienceMs ?? 0, () => settle(runtime, accountId, options)),
  );
  return locked?.value ?? { outcome: 'busy' };
}

async function settle(
  runtime: Runtime,
  accountId: string,
  { asker, signal }: SettleOptions,
): Promise<Settled> {
  const claimed = await claim(runtime, accountId, asker !== undefined);
  if (!('row' in claimed)) return claimed;
  const { row } = claimed;
  try {
    const attempt = await prepare(runtime, row, asker, signal);
    const result = await takeStep(attempt);
    const shown = asker?.state === 'waiting';
    if (asker && shown) asker.state = 'settling';
    const counts = await finish(attempt, result, shown);
    if (!counts) return { outcome: 'nothing' };
    return { outcome: 'done', secret: shown ? (result.secret ?? null) : null };
  } catch (error) {
    return fail(runtime, row, error, asker);
  }
}

/** Counts the attempt before anything reaches the system: with 0 attempts nothing ever did. */
async function claim(
  { orm, clock }: Runtime,
  accountId: string,
  isAsked: boolean,
): Promise<Settled | { row: IntegrationAccount }> {
  const em = orm.em.fork();
  const row = await em.findOne(IntegrationAccount, { id: accountId });
  if (!row?.operation || row.failedAt) return { outcome: 'nothing' };
  const at = row.nextAttemptAt;
  if (!isAsked && at && at > clock.now()) return { outcome: 'early', at };
  const { rows } = await sql<{ attempts: number }>`
    update integration_accounts set attempts = attempts + 1
    where id = ${accountId} and operation_id = ${row.operationId} and failed_at is null
    returning attempts`.execute(em.getKysely());
  if (!rows[0]) return { outcome: 'nothing' };
  row.attempts = rows[0].attempts;
  return { row };
}

async function prepare(
  runtime: Runtime,
  row: IntegrationAccount,
  asker: Asker | undefined,
  stopping: AbortSignal | undefined,
): Promise<Attempt> {
  const payload = await openPayload(runtime.orm.em.fork(), runtime, row);
  if (!payload)
    throw new PatchbayError('conflict', 'What was asked for cannot be opened any more.');
  const system = await openAccountSystem(runtime, row.organizationId, row.provider);
  // What a canceled `create` may have left elsewhere stays there; nothing else is done at the wrong place.
  if (row.operation !== 'undo') requireSameSystem(row, system);
  const limit = AbortSignal.timeout(stepTimeoutMs);
  const signal = stopping ? AbortSignal.any([stopping, limit]) : limit;
  return { runtime, row, payload, system, signal, token: asker?.token ?? null };
}
