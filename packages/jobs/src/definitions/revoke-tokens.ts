import { z } from 'zod';
import { defineJob } from '../define.ts';

/** Ends tokens of connections that are gone here. One job per minute; the tokens stand sealed in their own table. */
export const revokeTokens = defineJob({
  name: 'revoke-tokens',
  input: z.object({ minute: z.iso.datetime() }),
  timeoutSeconds: 120,
  retry: { limit: 0 },
  keepDays: 1,
});
