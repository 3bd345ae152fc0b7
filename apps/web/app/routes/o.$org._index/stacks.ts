import type { HealthResult } from '@patchbay/core';
import type { HeartbeatView } from '@patchbay/services/schemas';

export type Stack = Record<HealthResult, number>;

/** How many integrations did well, half well and badly in each stretch of the last 24 hours. */
export function stacksOf(heartbeats: readonly HeartbeatView[]): Stack[] {
  const [first] = heartbeats;
  if (!first) return [];
  return first.buckets.map((_, bucket) => {
    const stack: Stack = { ok: 0, degraded: 0, error: 0 };
    for (const { buckets } of heartbeats) {
      const result = buckets[bucket];
      if (result !== undefined && result !== 'none') stack[result] += 1;
    }
    return stack;
  });
}

export const totalOf = (stack: Stack): number => stack.ok + stack.degraded + stack.error;
