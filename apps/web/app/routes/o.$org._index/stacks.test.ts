import type { HeartbeatView } from '@patchbay/services/schemas';
import { expect, it } from 'vitest';
import { stacksOf, totalOf } from './stacks.ts';

const beat = (...buckets: HeartbeatView['buckets']): HeartbeatView => ({
  from: new Date(0),
  bucketMinutes: 30,
  buckets,
  checks: buckets.length,
  failures: 0,
});

it('counts integrations by how they did in each stretch of time', () => {
  const stacks = stacksOf([beat('ok', 'error', 'none'), beat('ok', 'degraded', 'none')]);
  expect(stacks).toEqual([
    { ok: 2, degraded: 0, error: 0 },
    { ok: 0, degraded: 1, error: 1 },
    { ok: 0, degraded: 0, error: 0 },
  ]);
  expect(stacks.map(totalOf)).toEqual([2, 2, 0]);
});

it('has nothing to draw without integrations', () => {
  expect(stacksOf([])).toEqual([]);
});
