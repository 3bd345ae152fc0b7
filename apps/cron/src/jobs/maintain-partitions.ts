import { dropPartitionsBefore, ensurePartitions, type Orm } from '@patchbay/db';
import type { JobHandler } from '@patchbay/jobs';
import type { Log } from '../log.ts';

type Parts = { orm: Orm; log: Log; now: () => Date; retentionDays: number };
const dayMs = 86_400_000;

export const maintainPartitionsHandler =
  ({ orm, log, now, retentionDays }: Parts): JobHandler<{ day: string }> =>
  async () => {
    const moment = now();
    await ensurePartitions(orm.em.fork(), moment);
    const keepFrom = new Date(moment.getTime() - retentionDays * dayMs);
    const dropped = await dropPartitionsBefore(orm.em.fork(), keepFrom);
    log.info('partitions maintained', { dropped: dropped.length });
  };
