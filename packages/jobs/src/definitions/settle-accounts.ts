import { z } from 'zod';
import { defineJob } from '../define.ts';

/**
 * Finishes or undoes operations that are under way with people's accounts. What they carry stands sealed in their rows;
 * repeating it is harmless.
 */
export const settleAccounts = defineJob({
  name: 'settle-accounts',
  input: z.object({ accountIds: z.array(z.uuid()).min(1).max(50) }),
  timeoutSeconds: 600,
  retry: { limit: 5, delaySeconds: 5, maxDelaySeconds: 120 },
  keepDays: 1,
});
