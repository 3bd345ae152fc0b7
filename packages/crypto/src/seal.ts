import { PatchbayError } from '@patchbay/core';
import { additionalDataOf } from './additional-data.ts';
import type { AesKey } from './aes-gcm.ts';
import { decrypt, encrypt, nonceLength, tagLength } from './aes-gcm.ts';
import type { Bytes } from './bytes.ts';
import { fromBase64Url, fromUtf8, toBase64Url, toUtf8 } from './bytes.ts';
import { generationPattern, textOfGeneration } from './generation.ts';
import { bucketLength, pad, unpad } from './padding.ts';
import { SealError } from './seal-error.ts';

const sealedText = new RegExp(`^pb1\\.(${generationPattern})\\.([\\w-]+)$`);

/** The one place where a sealed value opens; `keyGeneration` is that of the data key used. */
export type SealBinding = {
  organizationId: string;
  integrationId: string;
  field: string;
  keyGeneration: number;
};

const placeOf = (binding: SealBinding): Bytes =>
  additionalDataOf(
    'patchbay/seal/1',
    binding.organizationId,
    binding.integrationId,
    binding.field,
    textOfGeneration(binding.keyGeneration),
  );

/**
 * Seals a text for one field of one integration: `pb1.<generation>.<base64url>`, AES-256-GCM with a
 * fresh nonce, so the same secret never looks the same twice. The text is padded to buckets of 32
 * bytes: a row tells the bucket, not the length. Answers to the outside must tell neither.
 * @throws PatchbayError `invalid_input` when the text is not well-formed Unicode
 */
export async function seal(
  dataKey: AesKey,
  plaintext: string,
  binding: SealBinding,
): Promise<string> {
  // UTF-8 would turn a lone surrogate into another character, and the secret would come back changed.
  if (!plaintext.isWellFormed())
    throw new PatchbayError('invalid_input', 'The value contains characters that are not Unicode');
  const padded = pad(toUtf8(plaintext));
  const body = await encrypt(dataKey, placeOf(binding), padded);
  padded.fill(0);
  return `pb1.${textOfGeneration(binding.keyGeneration)}.${toBase64Url(body)}`;
}

/**
 * The text that was sealed for exactly this binding. The data key is that of `sealedGeneration(sealed)`.
 * @throws SealError `cannot_open` (wrong key, wrong place or changed, not told apart), `bad_format`
 */
export async function open(dataKey: AesKey, sealed: string, binding: SealBinding): Promise<string> {
  const { generation, body } = requireSealed(sealed);
  if (generation !== binding.keyGeneration) throw new SealError('cannot_open');
  return fromUtf8(unpad(await decrypt(dataKey, placeOf(binding), body)));
}

/**
 * Whether a value has the form of a sealed text; it may still not open. For checks such as "nothing in
 * this column is in the clear". It must NOT decide whether to seal or open: anybody can type
 * such a text. A provider's field declaration decides: a `secret` field is sealed always, others never.
 */
export const isSealed = (value: unknown): value is string =>
  typeof value === 'string' && readSealed(value) !== null;

/**
 * The generation of the data key that a text was sealed with.
 * @throws SealError `bad_format`
 */
export const sealedGeneration = (sealed: string): number => requireSealed(sealed).generation;

function requireSealed(text: string): { generation: number; body: Bytes } {
  const sealed = readSealed(text);
  if (sealed === null) throw new SealError('bad_format');
  return sealed;
}

function readSealed(text: string): { generation: number; body: Bytes } | null {
  const [, generation, letters] = sealedText.exec(text) ?? [];
  const body = letters === undefined ? null : fromBase64Url(letters);
  if (generation === undefined || body === null) return null;
  const contentLength = body.length - nonceLength - tagLength;
  if (contentLength < bucketLength || contentLength % bucketLength !== 0) return null;
  return { generation: Number(generation), body };
}
