import { describe, expect, it } from 'vitest';
import { describeHeartbeat, type Heartbeat } from './heartbeat.ts';

const day: Heartbeat = {
  from: new Date('2026-05-04T00:00:00Z'),
  bucketMinutes: 30,
  buckets: Array.from({ length: 48 }, () => 'ok' as const),
  checks: 96,
  failures: 0,
};

describe('describeHeartbeat', () => {
  it('says that nothing ran yet', () => {
    expect(describeHeartbeat({ ...day, checks: 0 })).toBe('24 h: no checks yet');
  });

  it('names the share, the failures and the last of them', () => {
    const buckets = day.buckets.with(20, 'error').with(28, 'error');
    expect(describeHeartbeat({ ...day, buckets, failures: 3 })).toBe(
      '24 h: 96.9 % passed, 3 failures, last 14:00 UTC',
    );
  });

  it('tells longer spans in days', () => {
    expect(describeHeartbeat({ ...day, bucketMinutes: 210 })).toBe(
      '7 days: 100 % passed, no failures',
    );
  });

  it('counts a degraded check as passed', () => {
    const text = describeHeartbeat({ ...day, buckets: day.buckets.with(3, 'degraded') });
    expect(text).toBe('24 h: 100 % passed, no failures');
  });
});
