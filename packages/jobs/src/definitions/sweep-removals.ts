import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Tries the removals that are due in a minute. One job per minute; a missed one is made up for by the next. */
export const sweepRemovals = defineJob({
  name: 'sweep-removals',
  input: z.object({ minute: z.iso.datetime() }),
  timeoutSeconds: 120,
  retry: { limit: 0 },
  keepDays: 1,
});
