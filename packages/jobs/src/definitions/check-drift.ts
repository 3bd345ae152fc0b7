import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Compares the accounts of one system with ours. Repeating it finds the same again. */
export const checkDrift = defineJob({
  name: 'check-drift',
  input: z.object({ organizationId: z.uuid(), provider: z.string().min(1).max(64) }),
  timeoutSeconds: 900,
  retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
  keepDays: 1,
});
