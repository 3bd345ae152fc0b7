import { expect, test } from 'vitest';
import { catalog } from '../catalog/index.ts';
import { rateLimitOf } from './client.ts';

const now = new Date('2026-01-01T00:00:00Z');

test('a limit told as used and remaining, with the seconds that are left, is put together', () => {
  const headers = {
    'x-ratelimit-used': '4',
    'x-ratelimit-remaining': '996.0',
    'x-ratelimit-reset': '300',
  };
  expect(rateLimitOf(catalog.reddit, { headers, status: 200 }, now)).toEqual({
    limit: 1_000,
    remaining: 996,
    resetAt: new Date('2026-01-01T00:05:00Z'),
  });
});

test('what was not said is absent', () => {
  expect(rateLimitOf(catalog.slack, { headers: {}, status: 200 }, now)).toEqual({});
});

test('a wait is read in seconds or as a date', () => {
  const wait = (value: string) =>
    rateLimitOf(catalog.notion, { headers: { 'retry-after': value }, status: 429 }, now)
      .retryAfterMs;
  expect(wait('2')).toBe(2_000);
  expect(wait('Thu, 01 Jan 2026 00:00:30 GMT')).toBe(30_000);
  expect(wait('soon')).toBeUndefined();
  expect(wait('9'.repeat(400))).toBeUndefined();
});

test.each(['-1', 'NaN', '1e9', '', ' ', '9'.repeat(400), '0x10'])(
  'a header that is no number (%s) does no harm',
  (value) => {
    const headers = {
      'x-ratelimit-limit': value,
      'x-ratelimit-remaining': value,
      'x-ratelimit-reset': value,
    };
    const limit = rateLimitOf(catalog.discord, { headers, status: 200 }, now);
    expect(limit.resetAt?.toISOString() ?? 'absent').toBe('absent');
    expect(JSON.parse(JSON.stringify(limit))).toEqual({});
  },
);
