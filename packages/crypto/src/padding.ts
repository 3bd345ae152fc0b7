import type { Bytes } from './bytes.ts';
import { SealError } from './seal-error.ts';

/** Sealed texts of up to 31 bytes look alike, then up to 63, and so on. */
export const bucketLength = 32;
const marker = 0x80;

/** ISO/IEC 7816-4: one byte 0x80, then zeros up to the bucket; never nothing, so it always reads back. */
export function pad(bytes: Bytes): Bytes {
  const padded = new Uint8Array((Math.floor(bytes.length / bucketLength) + 1) * bucketLength);
  padded.set(bytes);
  padded[bytes.length] = marker;
  return padded;
}

export function unpad(padded: Bytes): Bytes {
  const end = padded.findLastIndex((byte) => byte !== 0);
  const fits = padded.length % bucketLength === 0 && padded.length - end <= bucketLength;
  if (end === -1 || padded[end] !== marker || !fits) throw new SealError('cannot_open');
  return padded.slice(0, end);
}
