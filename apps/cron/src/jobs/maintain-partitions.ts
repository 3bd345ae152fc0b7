import {
  dropPartitionsBefore,
  ensurePartitions,
  type Orm,
  type PartitionedTable,
} from '@patchbay/db';
import type { JobHandler } from '@patchbay/jobs';
import { pruneDeliveries, pruneReceipts } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = {
  orm: Orm;
  log: Log;
  now: () => Date;
  /** How many days the rows of each table are kept. */
  retention: Record<PartitionedTable, number>;
  /** For how many days a webhook that comes again is known. */
  receiptDays: number;
};
const dayMs = 86_400_000;

export const maintainPartitionsHandler =
  ({ orm, log, now, retention, receiptDays }: Parts): JobHandler<{ day: string }> =>
  async ({ signal }) => {
    const moment = now();
    await ensurePartitions(orm.em.fork(), moment);
    const dropped: string[] = [];
    for (const [table, days] of entriesOf(retention)) {
      const keepFrom = new Date(moment.getTime() - days * dayMs);
      dropped.push(...(await dropPartitionsBefore(orm.em.fork(), table, keepFrom)));
    }
    const receiptsFrom = new Date(moment.getTime() - receiptDays * dayMs);
    const receipts = await pruneReceipts({ orm }, receiptsFrom, signal);
    const messagesFrom = new Date(moment.getTime() - retention.webhook_messages * dayMs);
    const deliveries = await pruneDeliveries({ orm }, messagesFrom);
    log.info('partitions maintained', { dropped: dropped.length, receipts, deliveries });
  };

const entriesOf = (retention: Parts['retention']) =>
  Object.entries(retention) as [PartitionedTable, number][];
