import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Makes the partitions of the coming days and drops those past their retention. One job per day. */
export const maintainPartitions = defineJob({
  name: 'maintain-partitions',
  input: z.object({ day: z.iso.date() }),
  timeoutSeconds: 600,
  retry: { limit: 8, delaySeconds: 10, maxDelaySeconds: 900 },
});
