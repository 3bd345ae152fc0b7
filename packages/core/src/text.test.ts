import { describe, expect, test } from 'vitest';
import { isStorable, nameText } from './text.ts';

describe('text that the database cannot store', () => {
  test.each(['a\u0000b', 'a\ud800b', '\udc00'])('is told from other text: %j', (text) => {
    expect(isStorable(text)).toBe(false);
    expect(isStorable({ list: [{ [text]: 1 }] })).toBe(false);
    expect(isStorable({ list: [{ text }] })).toBe(false);
  });

  test.each(['', 'Düne & Söhne', '株式会社', '😀', '\u202eabc', 7, null, { a: [true] }])(
    'is not %j',
    (value) => expect(isStorable(value)).toBe(true),
  );
});

describe('a name', () => {
  const name = nameText('Give it a name.');
  const messages = (text: string) => name.safeParse(text).error?.issues.map((i) => i.message);

  test('is trimmed', () => expect(name.parse('  Acme ')).toBe('Acme'));
  test('is not empty', () => expect(messages('   ')).toEqual(['Give it a name.']));
  test('has at most 80 characters', () =>
    expect(messages('a'.repeat(81))).toEqual(['At most 80 characters.']));
  test('can be stored', () =>
    expect(messages('a\u0000')).toEqual(['It contains characters that cannot be stored.']));
});
