import { expect, test } from 'vitest';
import { backoffMs, retryAfterSeconds } from './retry.ts';

const now = new Date('2026-03-01T10:00:00Z');

test.each([
  ['120', 120],
  ['0.5', 0.5],
  ['Sun, 01 Mar 2026 10:01:30 GMT', 90],
  ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', 0],
  [undefined, undefined],
])('reads Retry-After %j as %j seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, now)).toBe(seconds);
});

test('waits anywhere between nothing and a doubled, capped bound', () => {
  expect([0, 1, 2, 9].map((attempt) => backoffMs(attempt, () => 1))).toEqual([
    200, 400, 800, 2_000,
  ]);
  expect(backoffMs(5, () => 0)).toBe(0);
});
