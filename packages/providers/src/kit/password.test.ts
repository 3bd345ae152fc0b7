import { expect, test } from 'vitest';
import { generatePassword } from './password.ts';

test('a password has what rules ask for, reads well and never comes twice', () => {
  const made = Array.from({ length: 2_000 }, generatePassword);
  expect(new Set(made).size).toBe(made.length);
  for (const password of made) {
    expect(password).toMatch(/^([a-zA-Z2-9]{5}-){3}[a-zA-Z2-9]{5}$/);
    expect(password).not.toMatch(/[lIO01]/);
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/]) expect(password).toMatch(kind);
  }
});

test('every symbol comes about equally often', () => {
  const seen = new Map<string, number>();
  for (let at = 0; at < 3_000; at += 1)
    for (const symbol of generatePassword().replaceAll('-', ''))
      seen.set(symbol, (seen.get(symbol) ?? 0) + 1);
  expect(seen.size).toBe(57);
  const counts = [...seen.values()];
  expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.5);
});
