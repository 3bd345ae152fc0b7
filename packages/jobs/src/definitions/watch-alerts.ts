import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Opens, closes and repeats alerts by the states as they stand. One job per minute; repeating it is harmless. */
export const watchAlerts = defineJob({
  name: 'watch-alerts',
  input: z.object({ minute: z.iso.datetime() }),
  timeoutSeconds: 120,
  retry: { limit: 0 },
  keepDays: 1,
});
