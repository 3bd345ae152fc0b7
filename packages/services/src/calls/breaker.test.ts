import { expect, test } from 'vitest';
import { createBreaker } from './breaker.ts';

const failing = (times: number) => {
  const breaker = createBreaker();
  for (let call = 0; call < times; call += 1) breaker.note(false, 1_000);
  return breaker;
};

test('stays closed as long as there are too few failures, or too few among the calls', () => {
  expect(failing(19).wait(1_000)).toBe(0);
  const mixed = createBreaker();
  for (let call = 0; call < 100; call += 1) mixed.note(call % 5 < 3, 1_000);
  expect(mixed.state(1_000)).toEqual({ state: 'closed', retryAt: null });
});

test('forgets failures that are older than its window', () => {
  const breaker = failing(19);
  breaker.note(false, 40_000);
  expect(breaker.wait(40_000)).toBe(0);
});

test('opens, lets one call try after the pause, and closes when that works', () => {
  const breaker = failing(20);
  expect(breaker.wait(2_000)).toBe(4_000);
  expect(breaker.state(2_000)).toEqual({ state: 'open', retryAt: new Date(6_000) });
  expect(breaker.wait(6_000)).toBe(0);
  expect(breaker.wait(6_000)).toBeGreaterThan(0);
  expect(breaker.state(6_000).state).toBe('half_open');
  breaker.note(true, 6_100);
  expect(breaker.wait(6_100)).toBe(0);
  expect(breaker.state(6_100).state).toBe('closed');
});

test('waits twice as long after each try that fails, up to two minutes', () => {
  const breaker = failing(20);
  let now = 1_000;
  const pauses = Array.from({ length: 7 }, () => {
    const pause = breaker.wait(now);
    now += pause;
    breaker.wait(now);
    breaker.note(false, now);
    return pause;
  });
  expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
});

test('another call may try when the first one ended without a word about the provider', () => {
  const breaker = failing(20);
  expect(breaker.wait(6_000)).toBe(0);
  breaker.note(null, 6_000);
  expect(breaker.wait(6_000)).toBe(0);
});
