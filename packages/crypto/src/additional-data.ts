import { PatchbayError } from '@patchbay/core';
import type { Bytes } from './bytes.ts';
import { concat, toUtf8 } from './bytes.ts';

/** What a sealed text is for. As the first part it keeps one kind from opening as another. */
export type Purpose = 'patchbay/seal/1' | 'patchbay/data-key/1' | 'patchbay/key-check/1';

/**
 * The additional data that a ciphertext is bound to: for each part its length in bytes (32 bits, big
 * endian), then its UTF-8, so that no two lists of parts read the same. The format version is in
 * the purpose.
 */
export const additionalDataOf = (purpose: Purpose, ...parts: string[]): Bytes =>
  concat(...[purpose, ...parts].flatMap(lengthPrefixed));

function lengthPrefixed(part: string): [Bytes, Bytes] {
  // An ill-formed string would be encoded like another one, an empty one means a caller forgot it.
  if (part === '' || !part.isWellFormed())
    throw new PatchbayError('internal', 'Sealing was called with an incomplete binding');
  const bytes = toUtf8(part);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return [length, bytes];
}
