import { expect, it } from 'vitest';
import { monogram, monogramHex } from './monogram.ts';
import { relative } from './relative.ts';

const now = Date.parse('2026-05-04T12:00:00Z');
const secondsFromNow = (seconds: number) => new Date(now + seconds * 1000);

it.each([
  [-3, 'just now'],
  [30, 'in a moment'],
  [-90, '1 min. ago'],
  [-7_300, '2 hr. ago'],
  [86_400 * 3, 'in 3 days'],
  [86_400 * 90 - 5, 'in 3 mo.'],
  [-86_400 * 40, '1 mo. ago'],
])('calls %i seconds away "%s"', (seconds, words) => {
  expect(relative(secondsFromNow(seconds), now)).toBe(words);
});

it.each([
  ['MediaWiki', 'Me'],
  ['Ada Lovelace', 'AL'],
  ['msp360', 'Ms'],
])('abbreviates %s as %s', (name, letters) => {
  expect(monogram(name)).toBe(letters);
});

it('gives one name one tile', () => {
  expect(monogramHex('Syncro')).toBe(monogramHex('Syncro'));
  expect(monogramHex('Syncro')).toMatch(/^[0-9A-F]{6}$/);
});
