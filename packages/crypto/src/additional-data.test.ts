import { expect, it } from 'vitest';
import { additionalDataOf } from './additional-data.ts';
import { toHex } from './bytes.ts';

const read = (...parts: string[]) => toHex(additionalDataOf('patchbay/seal/1', ...parts));

it('reads no two lists of parts alike', () => {
  const lists = [
    ['a', 'bc'],
    ['ab', 'c'],
    ['abc'],
    ['a', 'b', 'c'],
    ['bc', 'a'],
    ['a\u0000', 'bc'],
  ];
  expect(new Set(lists.map((list) => read(...list))).size).toBe(lists.length);
});

it('writes the length in bytes of UTF-8 before each part', () => {
  expect(read('é')).toBe(`0000000f${Buffer.from('patchbay/seal/1').toString('hex')}00000002c3a9`);
});

it('tells purposes apart', () => {
  expect(toHex(additionalDataOf('patchbay/key-check/1', 'a'))).not.toBe(read('a'));
});

it('refuses empty and ill-formed parts instead of binding to less', () => {
  for (const part of ['', 'a\ud800'])
    expect(() => read('organization', part)).toThrow(
      expect.objectContaining({ name: 'PatchbayError', code: 'internal' }),
    );
});
