import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Checks some integrations for a slot. Repeating it is harmless: what is recorded is not checked again. */
export const checkHealth = defineJob({
  name: 'check-health',
  input: z.object({ slot: z.iso.datetime(), integrationIds: z.array(z.uuid()).min(1) }),
  timeoutSeconds: 300,
  retry: { limit: 5, delaySeconds: 1, maxDelaySeconds: 60 },
  keepDays: 2,
});
