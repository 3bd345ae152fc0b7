import { z } from 'zod';
import { defineJob } from '../define.ts';

/**
 * Removes the accounts outside of somebody who left, at once. What cannot be removed now stands in its own table with
 * the time of the next attempt, and `sweep-removals` comes for it.
 */
export const removeAccounts = defineJob({
  name: 'remove-accounts',
  input: z.object({ offboardingId: z.uuid() }),
  timeoutSeconds: 120,
  retry: { limit: 2, delaySeconds: 5, maxDelaySeconds: 30 },
  keepDays: 1,
});
