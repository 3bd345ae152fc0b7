import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import { settleAccount } from './settle.ts';

export type SettledBatch = {
  settled: number;
  failed: number;
  /** What has to be tried again, with the earliest moment for it. */
  again: { accountIds: string[]; at: Date } | null;
  /** What failed in a way that nobody foresaw. */
  errors: unknown[];
};

/** Somebody else is at it; they are done or dead by then. */
const busyPauseMs = 10_000;

/** Takes the operations of some accounts further, a few at a time. Cut short, it leaves the rest to a retry. */
export async function settleOutstanding(
  runtime: Runtime,
  accountIds: readonly string[],
  signal: AbortSignal,
): Promise<SettledBatch> {
  const batch: SettledBatch = { settled: 0, failed: 0, again: null, errors: [] };
  await Promise.all(
    accountIds.map(async (accountId) => {
      signal.throwIfAborted();
      const result = await settleAccount(runtime, accountId, { signal });
      if (result.outcome === 'done') batch.settled += 1;
      if (result.outcome === 'failed') batch.failed += 1;
      if ('error' in result) batch.errors.push(result.error);
      const at = 'at' in result ? result.at : soon(runtime);
      if (!['busy', 'early', 'waiting'].includes(result.outcome)) return;
      const earlier = batch.again && batch.again.at < at ? batch.again.at : at;
      batch.again = { accountIds: [...(batch.again?.accountIds ?? []), accountId], at: earlier };
    }),
  );
  return batch;
}

const soon = ({ clock }: Runtime): Date => new Date(clock.now().getTime() + busyPauseMs);

/** Well after its own job should have come. */
const overdueMs = 60_000;

/** Accounts whose operation is due for a while, and whose job must have got lost. */
export async function overdueAccounts(
  { orm, clock }: Pick<Runtime, 'orm' | 'clock'>,
  limit: number,
): Promise<string[]> {
  const due = new Date(clock.now().getTime() - overdueMs);
  const { rows } = await sql<{ id: string }>`
    select id from integration_accounts
    where operation is not null and failed_at is null and next_attempt_at <= ${due}
    order by next_attempt_at limit ${limit}`.execute(orm.em.fork().getKysely());
  return rows.map(({ id }) => id);
}
