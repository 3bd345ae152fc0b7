import { expect, it } from 'vitest';
import { constantTimeEqual } from './constant-time.ts';

it('finds a difference of one bit at every position', () => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  expect(constantTimeEqual(bytes, bytes.slice())).toBe(true);
  for (let bit = 0; bit < 256; bit += 1) {
    const other = bytes.slice();
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(constantTimeEqual(bytes, other)).toBe(false);
  }
});

it('compares strings by their exact units', () => {
  expect(constantTimeEqual('geheim', 'geheim')).toBe(true);
  expect(constantTimeEqual('', '')).toBe(true);
  expect(constantTimeEqual('geheim', 'geheiM')).toBe(false);
  expect(constantTimeEqual('a', '\u0161')).toBe(false);
  expect(constantTimeEqual('\ud800', '\ufffd')).toBe(false);
});

it('takes no beginning for the whole', () => {
  expect(constantTimeEqual('secret', 'secre')).toBe(false);
  expect(constantTimeEqual('', 's')).toBe(false);
  expect(constantTimeEqual(Uint8Array.of(0), Uint8Array.of(0, 0))).toBe(false);
});
