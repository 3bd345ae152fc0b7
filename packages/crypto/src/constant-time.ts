/**
 * Whether two secrets are equal, without stopping at the first difference. Their lengths are not
 * hidden, so compare digests or codes of a known length. Two strings or two byte arrays.
 */
export function constantTimeEqual(a: string, b: string): boolean;
export function constantTimeEqual(a: Uint8Array, b: Uint8Array): boolean;
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a !== typeof b || a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index += 1)
    difference |= unitAt(a, index) ^ unitAt(b, index);
  return difference === 0;
}

/** UTF-16 units, not UTF-8: an ill-formed string must not equal the one it would be mended to. */
const unitAt = (value: string | Uint8Array, index: number): number =>
  typeof value === 'string' ? value.charCodeAt(index) : (value[index] ?? 0);
