import { PatchbayError } from '@patchbay/core';
import { sha256Hex } from './digest.ts';

/** Stands where the first row of a chain has no row before it. */
export const chainStart = '0'.repeat(64);

/**
 * The hash of an audit row: SHA-256 over the previous row's hash (64 hex digits, `chainStart` for the
 * first), a line feed and the row's canonical JSON. Both parts are plain text, so an exported chain
 * can be checked with nothing but `sha256sum`.
 * @throws PatchbayError `internal` when `previous` is no such hash
 */
export async function chainHash(previous: string, canonical: string): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(previous))
    throw new PatchbayError('internal', 'A chain goes on from a SHA-256 in hex');
  return sha256Hex(`${previous}\n${canonical}`);
}
