import type { AesKey } from './aes-gcm.ts';
import { importAesKey } from './aes-gcm.ts';
import type { Bytes } from './bytes.ts';
import { textOfGeneration } from './generation.ts';
import type { KeyRing } from './key-ring.ts';
import type { EnvelopeKind } from './ring-envelope.ts';
import { discloseUnderRing, encloseUnderRing, sealingKeyId } from './ring-envelope.ts';

const kind: EnvelopeKind = { prefix: 'pbk1', purpose: 'patchbay/data-key/1' };

/** Which data key it is: an organization has one per generation, counted from 1. */
export type DataKeyBinding = { organizationId: string; generation: number };

const partsOf = ({ organizationId, generation }: DataKeyBinding): string[] => [
  organizationId,
  textOfGeneration(generation),
];

/**
 * Makes a random 256-bit data key and answers it wrapped under the ring's current key, as text to
 * store: AES-256-GCM bound to organization, generation, key id and format version. (AES key wrap
 * takes no additional data, so a row moved to another organization would still unwrap.)
 */
export async function wrapDataKey(ring: KeyRing, binding: DataKeyBinding): Promise<string> {
  return wrapRaw(ring, binding, crypto.getRandomValues(new Uint8Array(32)));
}

/**
 * The data key, usable for `seal` and `open` and not exportable.
 * @throws SealError `unknown_key` when the ring lacks its key, `cannot_open` when the row was changed
 * or belongs elsewhere, `bad_format`
 */
export async function unwrapDataKey(
  ring: KeyRing,
  wrapped: string,
  binding: DataKeyBinding,
): Promise<AesKey> {
  const raw = await discloseUnderRing(ring, kind, partsOf(binding), wrapped);
  const key = await importAesKey(raw);
  raw.fill(0);
  return key;
}

/**
 * The same data key under the ring's current key, so that sealed values stay as they are. A text that
 * is under it already comes back unchanged, after it was opened to prove that it can be.
 * @throws SealError like `unwrapDataKey`
 */
export async function rewrapDataKey(
  ring: KeyRing,
  wrapped: string,
  binding: DataKeyBinding,
): Promise<string> {
  const raw = await discloseUnderRing(ring, kind, partsOf(binding), wrapped);
  if (sealingKeyId(wrapped) !== ring.current.id) return wrapRaw(ring, binding, raw);
  raw.fill(0);
  return wrapped;
}

async function wrapRaw(ring: KeyRing, binding: DataKeyBinding, raw: Bytes): Promise<string> {
  const wrapped = await encloseUnderRing(ring, kind, partsOf(binding), raw);
  raw.fill(0);
  return wrapped;
}
