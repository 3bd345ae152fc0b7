import type { Purpose } from './additional-data.ts';
import { additionalDataOf } from './additional-data.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import type { Bytes } from './bytes.ts';
import { fromBase64Url, toBase64Url } from './bytes.ts';
import type { KeyRing } from './key-ring.ts';
import { SealError } from './seal-error.ts';

// `<kind>1.<key id>.<base64url of nonce, ciphertext and tag>`; the digit is the format version.
const envelopeText = /^(pbk1|pbc1)\.([0-9a-f]{12})\.([\w-]+)$/;

/** What is encrypted directly under a key-encryption key: data keys and the known-answer record. */
export type EnvelopeKind = { prefix: 'pbk1' | 'pbc1'; purpose: Purpose };

const bindingOf = (kind: EnvelopeKind, keyId: string, parts: string[]): Bytes =>
  additionalDataOf(kind.purpose, keyId, ...parts);

/** Encrypts under the ring's current key; `parts` are what the text is bound to besides its key. */
export async function encloseUnderRing(
  ring: KeyRing,
  kind: EnvelopeKind,
  parts: string[],
  content: Bytes,
): Promise<string> {
  const { id, key } = ring.current;
  const body = await encrypt(key, bindingOf(kind, id, parts), content);
  return `${kind.prefix}.${id}.${toBase64Url(body)}`;
}

/** Opens with whichever key of the ring the text names. */
export async function discloseUnderRing(
  ring: KeyRing,
  kind: EnvelopeKind,
  parts: string[],
  text: string,
): Promise<Bytes> {
  const { prefix, keyId, body } = readEnvelope(text);
  if (prefix !== kind.prefix) throw new SealError('bad_format');
  const ringKey = ring.keys.get(keyId);
  if (ringKey === undefined) throw new SealError('unknown_key');
  return decrypt(ringKey.key, bindingOf(kind, keyId, parts), body);
}

/**
 * The id of the key-encryption key that a wrapped data key or a key check was written under: to count
 * what a rotation has left, or to say at boot which key is missing.
 * @throws SealError `bad_format`
 */
export const sealingKeyId = (text: string): string => readEnvelope(text).keyId;

function readEnvelope(text: string): { prefix: string; keyId: string; body: Bytes } {
  const [, prefix, keyId, letters] = envelopeText.exec(text) ?? [];
  const body = letters === undefined ? null : fromBase64Url(letters);
  if (prefix === undefined || keyId === undefined || body === null)
    throw new SealError('bad_format');
  return { prefix, keyId, body };
}
