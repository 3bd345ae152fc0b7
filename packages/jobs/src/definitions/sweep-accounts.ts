import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Queues what is under way with accounts and has no job any more. One job per minute. */
export const sweepAccounts = defineJob({
  name: 'sweep-accounts',
  input: z.object({ minute: z.iso.datetime() }),
  timeoutSeconds: 60,
  retry: { limit: 0 },
  keepDays: 1,
});
