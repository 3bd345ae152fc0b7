import { expect, it } from 'vitest';
import { hashApiKey, sha256Hex } from './digest.ts';

it('answers the SHA-256 examples of NIST FIPS 180 for text and bytes', async () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  expect(await sha256Hex('abc')).toBe(abc);
  expect(await sha256Hex(Uint8Array.of(0, 97, 98, 99).subarray(1))).toBe(abc);
  expect(await sha256Hex('')).toBe(empty);
});

it('hashes an API key to its plain SHA-256, so that it can be looked up', async () => {
  expect(await hashApiKey('abc')).toBe(await sha256Hex('abc'));
});
