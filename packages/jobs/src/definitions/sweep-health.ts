import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Selects what is due in a slot and queues its checks. One job per slot. */
export const sweepHealth = defineJob({
  name: 'sweep-health',
  input: z.object({ slot: z.iso.datetime() }),
  timeoutSeconds: 120,
  retry: { limit: 8, delaySeconds: 1, maxDelaySeconds: 30 },
});
