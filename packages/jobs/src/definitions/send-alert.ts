import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Sends one message through one channel: eight attempts within about half an hour, then it counts as failed. */
export const sendAlert = defineJob({
  name: 'send-alert',
  input: z.object({ notificationId: z.uuid() }),
  timeoutSeconds: 60,
  retry: { limit: 7, delaySeconds: 5, maxDelaySeconds: 900 },
});
