import type { Refused } from '../../integrations/refusal.ts';

/** Settings that were not saved: why, what may be shown again, and what is stored meanwhile. */
export type SaveReply = Refused & {
  values: Record<string, string>;
  /** Secrets that were typed. They never come back, so without script they have to be typed again. */
  retype: string[];
  current: { revision: number; by: string | null; at: Date };
};
