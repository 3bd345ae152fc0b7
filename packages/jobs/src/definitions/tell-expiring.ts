import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Tells programs which grants and keys will end. One job per day. */
export const tellExpiring = defineJob({
  name: 'tell-expiring',
  input: z.object({ day: z.iso.date() }),
  retry: { limit: 8, delaySeconds: 10, maxDelaySeconds: 900 },
});
