// AES-256-GCM as NIST SP 800-38D has it: 96-bit nonce, 128-bit tag. With random nonces one key may
// encrypt 2^32 messages (section 8.3); a data key per organization stays far below that.
import type { Bytes } from './bytes.ts';
import { concat } from './bytes.ts';
import { SealError } from './seal-error.ts';

export const nonceLength = 12;
export const tagLength = 16;

/** A WebCrypto key; Node's types name the class only as a value. */
export type AesKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

type Sealing = { key: AesKey; nonce: Bytes; additionalData: Bytes };

const parameters = ({ nonce, additionalData }: Sealing) => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData,
  tagLength: tagLength * 8,
});

export const importAesKey = (raw: Bytes): Promise<AesKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** Ciphertext and tag. Only `encrypt` and the tests of published vectors choose a nonce. */
export const encryptWith = async (sealing: Sealing, plaintext: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.encrypt(parameters(sealing), sealing.key, plaintext));

/** Nonce, ciphertext and tag in one piece, under a nonce that was never used before. */
export async function encrypt(
  key: AesKey,
  additionalData: Bytes,
  plaintext: Bytes,
): Promise<Bytes> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceLength));
  return concat(nonce, await encryptWith({ key, nonce, additionalData }, plaintext));
}

/** Undoes `encrypt`; every failure is `cannot_open`. */
export async function decrypt(key: AesKey, additionalData: Bytes, body: Bytes): Promise<Bytes> {
  const sealing = { key, nonce: body.slice(0, nonceLength), additionalData };
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt(parameters(sealing), key, body.slice(nonceLength)),
    );
  } catch {
    throw new SealError('cannot_open');
  }
}
