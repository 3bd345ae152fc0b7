import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Queues the comparison of every system that can be listed. One job per day. */
export const sweepDrift = defineJob({
  name: 'sweep-drift',
  input: z.object({ day: z.iso.date() }),
  timeoutSeconds: 120,
  retry: { limit: 8, delaySeconds: 10, maxDelaySeconds: 900 },
});
