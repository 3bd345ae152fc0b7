import { describe, expect, it } from 'vitest';
import { isOpenAt, type Window } from './is-quiet.ts';

const weekly = (over: Partial<Window>): Window => ({
  integration: null,
  startsAt: null,
  endsAt: null,
  weekdays: [1],
  startMinute: 22 * 60,
  durationMinutes: 240,
  timeZone: 'UTC',
  ...over,
});

describe('a window of each Monday from 22:00 for four hours', () => {
  it.each([
    ['2026-01-05T21:59:59Z', false],
    ['2026-01-05T22:00:00Z', true],
    ['2026-01-06T01:59:59Z', true],
    ['2026-01-06T02:00:00Z', false],
    ['2026-01-05T01:00:00Z', false],
    ['2026-01-12T23:00:00Z', true],
  ])('at %s is open: %s', (moment, open) => {
    expect(isOpenAt(weekly({}), new Date(moment))).toBe(open);
  });

  it('follows the clock of its time zone, also over a change of the clocks', () => {
    const berlin = weekly({ timeZone: 'Europe/Berlin', startMinute: 9 * 60, durationMinutes: 60 });
    expect(isOpenAt(berlin, new Date('2026-03-23T08:30:00Z'))).toBe(true);
    expect(isOpenAt(berlin, new Date('2026-03-30T08:30:00Z'))).toBe(false);
    expect(isOpenAt(berlin, new Date('2026-03-30T07:30:00Z'))).toBe(true);
  });
});

it('lasts over several days where it is that long', () => {
  const window = weekly({ weekdays: [6], startMinute: 0, durationMinutes: 2 * 1_440 });
  expect(isOpenAt(window, new Date('2026-01-11T23:59:00Z'))).toBe(true);
  expect(isOpenAt(window, new Date('2026-01-12T00:00:00Z'))).toBe(false);
});
