import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';

const batchRows = 20_000;

/**
 * Forgets receipts of before `keepFrom`; a copy that comes after that counts as new. In batches, so that no
 * transaction is long. Answers how many went.
 */
export async function pruneReceipts(
  { orm }: Pick<Runtime, 'orm'>,
  keepFrom: Date,
  signal?: AbortSignal,
): Promise<number> {
  let pruned = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { numAffectedRows = 0n } = await sql`
      delete from webhook_receipts where ctid = any(array(
        select ctid from webhook_receipts where received_at < ${keepFrom} limit ${batchRows}))`.execute(
      orm.em.fork().getKysely(),
    );
    pruned += Number(numAffectedRows);
    if (Number(numAffectedRows) < batchRows) return pruned;
  }
}
