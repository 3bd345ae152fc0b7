import { describe, expect, it } from 'vitest';
import { matches } from './filter.ts';
import { judge, mostAttempts, openUntil, type PostResult, retryAfterMs } from './schedule.ts';

const now = new Date('2026-03-01T12:00:00Z');
const answered = (status: number, retryAfter: number | null = null): PostResult => ({
  kind: 'answered',
  status,
  retryAfterMs: retryAfter,
});
const tried = (attempts: number, random = 0) => ({ attempts, queuedAt: now, now, random });
const inMs = (ms: number) => new Date(now.getTime() + ms);

describe('the schedule', () => {
  it('makes ten attempts over three days', () => {
    let moment = now.getTime();
    let attempts = 1;
    for (; ; attempts += 1) {
      const verdict = judge(answered(500), { ...tried(attempts), now: new Date(moment) });
      if (verdict.dueAt === null) {
        expect(verdict.outcome).toBe('dead');
        break;
      }
      expect(verdict.outcome).toBe('failed');
      moment = verdict.dueAt.getTime();
    }
    expect(attempts).toBe(10);
    expect(mostAttempts).toBe(10);
    expect((moment - now.getTime()) / 3_600_000).toBeCloseTo(75.585, 2);
  });

  it('spreads attempts by a fifth at most', () => {
    expect(judge(answered(500), tried(2, 0)).dueAt).toEqual(inMs(300_000));
    expect(judge(answered(500), tried(2, 1)).dueAt).toEqual(inMs(360_000));
  });

  it.each([200, 201, 204, 299])('takes %i for an arrival', (status) => {
    expect(judge(answered(status), tried(1))).toMatchObject({ outcome: 'delivered', dueAt: null });
  });

  it.each([301, 302, 400, 404, 429, 500, 503])('tries again after %i', (status) => {
    expect(judge(answered(status), tried(1))).toMatchObject({
      outcome: 'failed',
      error: `answered ${status}`,
    });
  });

  it('waits as long as it is asked to, a day at most', () => {
    const verdict = judge(answered(429, 60_000), tried(1));
    expect(verdict).toMatchObject({ dueAt: inMs(60_000), askedUntil: inMs(60_000) });
    expect(judge(answered(503, 1_000), tried(2)).dueAt).toEqual(inMs(300_000));
    expect(judge(answered(429, 1e12), tried(1)).dueAt).toEqual(inMs(86_400_000));
  });

  it('gives up what is not kept any more at once, and what waited too long at its next failure', () => {
    expect(judge({ kind: 'lost', message: 'gone' }, tried(1)).outcome).toBe('dead');
    const old = { ...tried(2), queuedAt: inMs(-6 * 86_400_000) };
    expect(judge(answered(500), old).outcome).toBe('dead');
    expect(judge(answered(410), old)).toMatchObject({ outcome: 'failed', isGone: true });
  });
});

describe('the breaker', () => {
  it('opens after five failures in a row, for longer each time up to ten minutes', () => {
    expect([1, 4].map((count) => openUntil(count, now))).toEqual([null, null]);
    expect([5, 6, 7, 40].map((count) => openUntil(count, now))).toEqual(
      [30_000, 60_000, 120_000, 600_000].map(inMs),
    );
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    [undefined, null],
  ])('%s is read as %s ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});

describe('a pattern of types', () => {
  it.each([
    ['issue.opened', 'issue.opened', true],
    ['issue.opened', 'issue.opened.x', false],
    ['*', '', true],
    ['issue.*', 'issue.opened', true],
    ['issue.*', 'issues.opened', false],
    ['*.opened', 'issue.opened', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['a.c', 'abc', false],
  ])('%s and %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });
});
