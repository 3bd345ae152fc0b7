import type { Bytes } from './bytes.ts';
import { constantTimeEqual } from './constant-time.ts';

export const hmacHashes = { sha256: 'SHA-256', sha1: 'SHA-1', sha512: 'SHA-512' } as const;
export type HmacHash = keyof typeof hmacHashes;

/** WebCrypto's own key, held as an opaque thing. */
export type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The key of an HMAC; null for one without a byte, which WebCrypto refuses. */
export async function importHmacKey(hash: HmacHash, key: Uint8Array): Promise<SigningKey | null> {
  if (key.length === 0) return null;
  const algorithm = { name: 'HMAC', hash: hmacHashes[hash] };
  return crypto.subtle.importKey('raw', new Uint8Array(key), algorithm, false, ['sign']);
}

export const hmac = async (key: SigningKey, message: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign('HMAC', key, message));

/** Whether one of the given codes is this key's for the message; one of another length is just not it. */
export async function verifyHmac(
  key: SigningKey,
  message: Bytes,
  given: readonly Uint8Array[],
): Promise<boolean> {
  const expected = await hmac(key, message);
  let isFound = false;
  for (const code of given) isFound = constantTimeEqual(expected, code) || isFound;
  return isFound;
}

/** An Ed25519 public key (RFC 8032); null unless it is 32 bytes that WebCrypto takes. */
export async function importEd25519Key(key: Uint8Array): Promise<SigningKey | null> {
  if (key.length !== 32) return null;
  try {
    return await crypto.subtle.importKey('raw', new Uint8Array(key), 'Ed25519', false, ['verify']);
  } catch {
    return null;
  }
}

/** Whether one of the given signatures is right; one of another length than 64 bytes never is, and never throws. */
export async function verifyEd25519(
  key: SigningKey,
  message: Bytes,
  given: readonly Uint8Array[],
): Promise<boolean> {
  for (const signature of given) {
    if (signature.length !== 64) continue;
    if (await crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), message)) return true;
  }
  return false;
}
