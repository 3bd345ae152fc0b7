import { createHash } from 'node:crypto';
import type { Bytes } from '@patchbay/crypto';

/** SHA-256 at once; text counts as its UTF-8. For what is done for every event, where waiting would cost more. */
export function sha256(...parts: (string | Uint8Array)[]): Bytes {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
