import type { EntityManager } from '@mikro-orm/postgresql';
import type { IntegrationAccount } from '@patchbay/db';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import { judge, type Verdict } from './failure.ts';
import { lockOperation } from './finish.ts';
import { settled } from './operation.ts';
import { noteInBulk, recordSettled } from './record.ts';
import type { Asker, Settled } from './settle.ts';
import { forgetTyped } from './typed-rows.ts';

/**
 * Notes a failed attempt. What is tried again stays under way; what failed for good is undone if whoever asked hears
 * of it now, and else stands in the row for them to see.
 */
export async function fail(
  runtime: Runtime,
  claimed: IntegrationAccount,
  error: unknown,
  asker: Asker | undefined,
): Promise<Settled> {
  if (!claimed.operation) return { outcome: 'nothing' };
  const verdict = judge(error, claimed.operation, claimed.attempts);
  const noted = await note(runtime, claimed, { verdict, error, asker });
  if (noted.outcome === 'waiting' && verdict.holdsOthers) {
    await holdOthers(runtime, claimed, noted.at);
  }
  return noted;
}

type Failure = { verdict: Verdict; error: unknown; asker: Asker | undefined };

function note(
  runtime: Runtime,
  claimed: IntegrationAccount,
  { verdict, error, asker }: Failure,
): Promise<Settled> {
  const now = runtime.clock.now();
  return runtime.orm.em.fork().transactional(async (em): Promise<Settled> => {
    const row = await lockOperation(em, claimed);
    if (!row?.operation) return { outcome: 'nothing' };
    const { message: lastError, trouble } = verdict;
    em.assign(row, { lastError, trouble, updatedAt: now });
    if (!verdict.isFinal) {
      const at = new Date(now.getTime() + verdict.pauseMs);
      row.nextAttemptAt = at;
      return { outcome: 'waiting', at, error };
    }
    const { operation } = row;
    await noteInBulk(em, runtime, row, 'failed', lastError);
    await recordSettled(em, runtime, row, 'account.failed', { operation, error: lastError });
    if (asker?.state !== 'waiting' || !canForget(row, verdict)) {
      await stand(em, row, verdict, now);
      return { outcome: 'failed', error };
    }
    asker.state = 'settling';
    if (operation === 'create') em.remove(row);
    else em.assign(row, settled);
    return { outcome: 'failed', error };
  });
}

/** Whether surely nothing of it is left at the system. An earlier attempt may have left something. */
const canForget = ({ operation, attempts }: IntegrationAccount, { trouble }: Verdict): boolean =>
  operation !== 'undo' && (attempts === 1 || trouble === 'taken');

async function stand(
  em: EntityManager,
  row: IntegrationAccount,
  { trouble }: Verdict,
  now: Date,
): Promise<void> {
  em.assign(row, { failedAt: now, nextAttemptAt: null });
  if (trouble !== 'taken') return;
  // It never was ours, so here it is free for whoever has it.
  row.nameHeld = false;
  await forgetTyped(em, row.id);
}

/**
 * Whatever else waits for the same integration waits as long: a thousand accounts must not knock a thousand times. Rows
 * that somebody works on are left out, since their workers do the same and would wait for each other.
 */
async function holdOthers({ orm }: Runtime, row: IntegrationAccount, at: Date): Promise<void> {
  await sql`update integration_accounts set next_attempt_at = ${at}
    where id in (select id from integration_accounts
      where organization_id = ${row.organizationId} and integration_type = ${row.provider} and id <> ${row.id}
        and operation is not null and failed_at is null and next_attempt_at < ${at}
      for update skip locked)`.execute(orm.em.fork().getKysely());
}
