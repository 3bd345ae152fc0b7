import {
  decodeBytes,
  type Ed25519Key,
  type HmacKey,
  importEd25519Key,
  importHmacKey,
  toUtf8,
} from '@patchbay/crypto';
import type { Verifier } from '@patchbay/providers';
import { sha256 } from './sha256.ts';

/** A secret ready for use. Tokens are kept as digests, whose length tells nothing. */
export type VerifierKey =
  | { kind: 'hmac'; key: HmacKey }
  | { kind: 'ed25519'; key: Ed25519Key }
  | { kind: 'digest'; digest: Uint8Array };

/** The key that a secret makes for a verifier; null when it makes none. */
export async function verifierKey(verifier: Verifier, secret: string): Promise<VerifierKey | null> {
  if (secret === '') return null;
  if (verifier.kind === 'token' || verifier.kind === 'path')
    return { kind: 'digest', digest: sha256(secret) };
  const bytes = keyBytes(verifier, secret);
  if (bytes === null) return null;
  if (verifier.kind === 'hmac') {
    const key = importHmacKey(verifier.hash, bytes);
    return key && { kind: 'hmac', key };
  }
  const key = await importEd25519Key(bytes);
  return key && { kind: 'ed25519', key };
}

function keyBytes(
  verifier: Extract<Verifier, { signed: unknown }>,
  secret: string,
): Uint8Array | null {
  if (verifier.kind === 'ed25519') return decodeBytes(verifier.key, secret.trim());
  const { encoding, prefix } = verifier.key;
  const rest = prefix && secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  return encoding === 'utf8' ? toUtf8(rest) : decodeBytes(encoding, rest);
}
