import type { HealthResult } from '@patchbay/core';

/** Equal stretches of time, oldest first; each shows the worst check that fell into it. */
export type Heartbeat = {
  from: Date;
  bucketMinutes: number;
  buckets: readonly (HealthResult | 'none')[];
  checks: number;
  failures: number;
};

/** "24 h: 99.2 % passed, 3 failures, last 14:05 UTC": what the bars say, in words. */
export function describeHeartbeat(heartbeat: Heartbeat): string {
  const { from, bucketMinutes, buckets, checks, failures } = heartbeat;
  const hours = Math.round((buckets.length * bucketMinutes) / 60);
  const span = hours > 48 ? `${Math.round(hours / 24)} days` : `${hours} h`;
  if (checks === 0) return `${span}: no checks yet`;
  const passed = ((100 * (checks - failures)) / checks).toFixed(1).replace(/\.0$/, '');
  if (failures === 0) return `${span}: ${passed} % passed, no failures`;
  const count = failures === 1 ? '1 failure' : `${failures} failures`;
  const last = new Date(from).getTime() + buckets.lastIndexOf('error') * bucketMinutes * 60_000;
  const [day = '', time = ''] = new Date(last).toISOString().split('T');
  const when = hours > 48 ? day : `${time.slice(0, 5)} UTC`;
  return `${span}: ${passed} % passed, ${count}, last ${when}`;
}
