import type { EntityManager } from '@mikro-orm/postgresql';
import { asSystem, newRequestId } from '@patchbay/core';
import { AccountRemoval, IntegrationAccount, Offboarding } from '@patchbay/db';
import { sql } from 'kysely';
import { forgetTyped } from '../accounts/typed-rows.ts';
import { createGate } from '../connections/gate.ts';
import { type AuditAction, publish, type Runtime, writeAudit } from '../kernel/index.ts';
import { attemptRemoval, type Outcome } from './attempt.ts';

export type RemovedBatch = { tried: number; removed: number; failed: number };

/** A claimed row is tried again after this long, should the process die over it. */
const leaseMs = 60_000;
/** One system that hangs must not hold up the others for longer. */
const attemptPatienceMs = 20_000;
const atOnce = 12;

type Due = { offboardingId?: string | undefined; limit: number; signal: AbortSignal };

/**
 * Tries the removals that are due, of one offboarding or of all, side by side. What fails stands in its row with the
 * time of the next attempt; after some two days it is given up, visibly.
 */
export async function settleRemovals(runtime: Runtime, due: Due): Promise<RemovedBatch> {
  const claimed = await claim(runtime, due);
  const gate = createGate(atOnce);
  const states = await Promise.all(
    claimed.map((id) => gate(() => settleOne(runtime, id, due.signal))),
  );
  return {
    tried: claimed.length,
    removed: states.filter((state) => state === 'deleted' || state === 'kept').length,
    failed: states.filter((state) => state === 'failed').length,
  };
}

/** Takes what is due away from other workers, and counts the attempt before anything is called. */
async function claim({ orm, clock }: Runtime, { offboardingId, limit }: Due): Promise<string[]> {
  const now = clock.now();
  const only = offboardingId ? sql`and offboarding_id = ${offboardingId}` : sql``;
  const { rows } = await sql<{ id: string }>`
    update account_removals set state = 'running', attempts = attempts + 1,
      started_at = coalesce(started_at, ${now}), next_attempt_at = ${new Date(now.getTime() + leaseMs)}
    where id in (select id from account_removals
      where state in ('waiting', 'running') and next_attempt_at <= ${now} ${only}
      order by next_attempt_at limit ${limit} for update skip locked)
    returning id`.execute(orm.em.fork().getKysely());
  return rows.map(({ id }) => id);
}

async function settleOne(runtime: Runtime, id: string, stopping: AbortSignal): Promise<string> {
  const em = runtime.orm.em.fork();
  const row = await em.findOne(AccountRemoval, { id });
  if (!row) return 'gone';
  const { reason } = await em.findOneOrFail(Offboarding, { id: row.offboarding });
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(attemptPatienceMs)]);
  const outcome = await attemptRemoval(runtime, row, reason || 'left', signal);
  // An attempt that the end of the process cut short says nothing; its lease runs out by itself.
  if (outcome.state === 'failed' && stopping.aborted) return 'later';
  return note(runtime, row, outcome);
}

/** Writes what an attempt came to, unless another one has begun since. */
function note(runtime: Runtime, row: AccountRemoval, outcome: Outcome): Promise<string> {
  return runtime.orm.em.fork().transactional(async (em) => {
    const where = { id: row.id, attempts: row.attempts, state: 'running' as const };
    const values = valuesOf(runtime, outcome);
    const changed = await em.nativeUpdate(AccountRemoval, where, values);
    if (changed === 0) return 'later';
    if (values.state === 'deleted') await freeName(em, row.accountId);
    if (values.state === 'waiting') {
      const subject = { type: 'offboarding' as const, id: row.offboarding };
      const { organizationId } = row;
      await publish(em, { organizationId, type: 'removal_tried', subject });
      return 'later';
    }
    await record(em, runtime, row, outcome);
    return values.state;
  });
}

function valuesOf({ clock }: Runtime, outcome: Outcome) {
  const now = clock.now();
  if (outcome.state !== 'failed')
    return {
      state: outcome.state,
      lastError: outcome.note,
      trouble: null,
      nextAttemptAt: null,
      finishedAt: outcome.state === 'manual' ? null : now,
    };
  const { isFinal, message, trouble, pauseMs } = outcome.verdict;
  return {
    state: isFinal ? ('failed' as const) : ('waiting' as const),
    lastError: message,
    trouble,
    nextAttemptAt: isFinal ? null : new Date(now.getTime() + pauseMs),
    finishedAt: isFinal ? now : null,
  };
}

/** Somebody else may have the name again; the account's own row may be gone with its person. */
async function freeName(em: EntityManager, accountId: string): Promise<void> {
  await em.nativeUpdate(IntegrationAccount, { id: accountId }, { nameHeld: false });
  await forgetTyped(em, accountId);
}

async function record(
  em: EntityManager,
  runtime: Runtime,
  row: AccountRemoval,
  outcome: Outcome,
): Promise<void> {
  const { organizationId, provider, identifier, attempts } = row;
  const isDone = outcome.state === 'deleted' || outcome.state === 'kept';
  const action: AuditAction = isDone ? 'offboarding.account_removed' : 'offboarding.account_failed';
  const subject = { type: 'offboarding' as const, id: row.offboarding };
  const error = outcome.state === 'failed' ? outcome.verdict.message : outcome.note;
  const details = {
    removal: row.id,
    identifier,
    outcome: outcome.state,
    attempts,
    ...(error && { error }),
  };
  const principal = asSystem(organizationId, 'offboarding', []);
  const requestId = newRequestId();
  await writeAudit(em, { principal, requestId, runtime }, { action, subject, provider, details });
  await publish(em, { organizationId, type: action, subject });
}
