import { expect, it } from 'vitest';
import { pad, unpad } from './padding.ts';

it('reads back every length, also of texts that end like padding', () => {
  for (let length = 0; length <= 200; length += 1)
    for (const last of [0x00, 0x80, 0x41]) {
      const bytes = new Uint8Array(length).fill(last);
      expect(unpad(pad(bytes))).toEqual(bytes);
    }
});

it('fills up to the next multiple of 32 and always adds something', () => {
  const lengths = [0, 1, 31, 32, 63, 64].map((length) => pad(new Uint8Array(length)).length);
  expect(lengths).toEqual([32, 32, 32, 64, 64, 96]);
});

it('refuses what pad never writes', () => {
  const noMarker = new Uint8Array(32);
  const otherMarker = new Uint8Array(32).fill(1);
  const offBucket = Uint8Array.of(0x80);
  const markerTooEarly = pad(new Uint8Array(3));
  const wholeBucketOfZeros = new Uint8Array(64);
  wholeBucketOfZeros.set(markerTooEarly);
  for (const padded of [noMarker, otherMarker, offBucket, wholeBucketOfZeros, new Uint8Array()])
    expect(() => unpad(padded)).toThrow(expect.objectContaining({ code: 'cannot_open' }));
});
