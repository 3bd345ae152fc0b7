import {
  dropPartitionsBefore,
  ensurePartitions,
  type Orm,
  type PartitionedTable,
} from '@patchbay/db';
import type { JobHandler } from '@patchbay/jobs';
import type { Log } from '../log.ts';

type Parts = {
  orm: Orm;
  log: Log;
  now: () => Date;
  /** How many days the rows of each table are kept. */
  retention: Record<PartitionedTable, number>;
};
const dayMs = 86_400_000;

export const maintainPartitionsHandler =
  ({ orm, log, now, retention }: Parts): JobHandler<{ day: string }> =>
  async () => {
    const moment = now();
    await ensurePartitions(orm.em.fork(), moment);
    const dropped: string[] = [];
    for (const [table, days] of entriesOf(retention)) {
      const keepFrom = new Date(moment.getTime() - days * dayMs);
      dropped.push(...(await dropPartitionsBefore(orm.em.fork(), table, keepFrom)));
    }
    log.info('partitions maintained', { dropped: dropped.length });
  };

const entriesOf = (retention: Parts['retention']) =>
  Object.entries(retention) as [PartitionedTable, number][];
