import { expect, it } from 'vitest';
import { fromBase64Url, fromUtf8, toBase64Url, toHex, toUtf8 } from './bytes.ts';

it('writes and reads base64url like Node does, for every length of remainder', () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    const text = toBase64Url(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64url'));
    expect(fromBase64Url(text)).toEqual(bytes);
  }
});

it('refuses spare bits, padding, foreign letters and impossible lengths in base64url', () => {
  expect(fromBase64Url('AA')).toEqual(new Uint8Array(1));
  for (const text of ['AB', 'AA==', 'A', 'AAAAA', 'A+==', 'AA A', 'AA\n', 'ÄÄ'])
    expect(fromBase64Url(text)).toBeNull();
});

it('keeps a leading byte order mark and refuses broken UTF-8', () => {
  expect(fromUtf8(toUtf8('\uFEFFsecret'))).toBe('\uFEFFsecret');
  expect(() => fromUtf8(new Uint8Array([0xc3]))).toThrow(TypeError);
});

it('writes hex with leading zeros', () => {
  expect(toHex(new Uint8Array([0, 10, 255]))).toBe('000aff');
});
