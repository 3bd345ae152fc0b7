import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Bytes } from './bytes.ts';
import { constantTimeEqual } from './constant-time.ts';

// Not WebCrypto: its HMAC goes through another thread, which takes ten times as long as the code itself.

export const hmacHashes = ['sha256', 'sha1', 'sha512'] as const;
export type HmacHash = (typeof hmacHashes)[number];

export type HmacKey = { hash: HmacHash; key: KeyObject };

/** The key of an HMAC; null for one without a byte, with which anybody could sign. */
export const importHmacKey = (hash: HmacHash, key: Uint8Array): HmacKey | null =>
  key.length === 0 ? null : { hash, key: createSecretKey(key) };

/** The code of a message that comes in parts. */
export function hmac({ hash, key }: HmacKey, message: readonly Uint8Array[]): Uint8Array {
  const code = createHmac(hash, key);
  for (const part of message) code.update(part);
  return code.digest();
}

/** Whether one of the given codes is this key's for the message; one of another length is just not it. */
export function verifyHmac(
  key: HmacKey,
  message: readonly Uint8Array[],
  given: readonly Uint8Array[],
): boolean {
  const expected = hmac(key, message);
  let isFound = false;
  for (const code of given) isFound = constantTimeEqual(expected, code) || isFound;
  return isFound;
}

/** WebCrypto's own key, held as an opaque thing. */
export type Ed25519Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** An Ed25519 public key (RFC 8032); null unless it is 32 bytes that WebCrypto takes. */
export async function importEd25519Key(key: Uint8Array): Promise<Ed25519Key | null> {
  if (key.length !== 32) return null;
  try {
    return await crypto.subtle.importKey('raw', new Uint8Array(key), 'Ed25519', false, ['verify']);
  } catch {
    return null;
  }
}

/** Whether one of the given signatures is right; one of another length than 64 bytes never is, and never throws. */
export async function verifyEd25519(
  key: Ed25519Key,
  message: Bytes,
  given: readonly Uint8Array[],
): Promise<boolean> {
  for (const signature of given) {
    if (signature.length !== 64) continue;
    if (await crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), message)) return true;
  }
  return false;
}
