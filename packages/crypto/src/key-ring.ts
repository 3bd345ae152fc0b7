import { EnvironmentError } from '@patchbay/core';
import type { AesKey } from './aes-gcm.ts';
import { importAesKey } from './aes-gcm.ts';
import type { Bytes } from './bytes.ts';
import { concat, fromBase64Url, toHex, toUtf8 } from './bytes.ts';

const keyLength = 32;
const remedy = 'Make a key with: openssl rand -base64 32';

/** One key-encryption key. The key cannot be exported; the id may be logged and stored. */
export type RingKey = { readonly id: string; readonly key: AesKey };

/** The key-encryption keys: `current` wraps, any of `keys` (by id, `current` among them) unwraps. */
export type KeyRing = { readonly current: RingKey; readonly keys: ReadonlyMap<string, RingKey> };

/** `APP_ENCRYPTION_KEY` cannot be used. Boot code treats it like any other bad variable. */
export class KeyRingError extends EnvironmentError {
  constructor(problem: string) {
    super([{ variable: 'APP_ENCRYPTION_KEY', problem: `${problem}. ${remedy}` }]);
    this.name = 'KeyRingError';
  }
}

/**
 * Reads the text of `APP_ENCRYPTION_KEY`: keys of 32 bytes in base64 or base64url, separated by
 * commas, the current one first, then previous ones that still open what they sealed.
 * @throws KeyRingError naming the problem and the key's place in the list, never its text.
 */
export async function parseKeyRing(text: string | undefined): Promise<KeyRing> {
  if (text === undefined || text.trim() === '') throw new KeyRingError('no key is set');
  const keys = new Map<string, RingKey>();
  for (const [index, item] of text.split(',').entries()) {
    const place = `key ${index + 1}`;
    const ringKey = await toRingKey(readKey(item.trim(), place));
    if (keys.has(ringKey.id)) throw new KeyRingError(`${place} repeats an earlier key`);
    keys.set(ringKey.id, ringKey);
  }
  const [current] = keys.values();
  if (current === undefined) throw new KeyRingError('no key is set');
  return { current, keys };
}

function readKey(item: string, place: string): Bytes {
  if (item === '') throw new KeyRingError(`${place} is empty`);
  const unpadded = item.replace(/={1,2}$/, '');
  const raw = fromBase64Url(unpadded.replaceAll('+', '-').replaceAll('/', '_'));
  if (raw === null) throw new KeyRingError(`${place} is not base64`);
  if (raw.length !== keyLength)
    throw new KeyRingError(`${place} has ${raw.length} bytes instead of ${keyLength}`);
  // A run of one byte is a placeholder that somebody forgot to replace.
  if (new Set(raw).size === 1) throw new KeyRingError(`${place} is not random`);
  return raw;
}

async function toRingKey(raw: Bytes): Promise<RingKey> {
  const ringKey = { id: await keyIdOf(raw), key: await importAesKey(raw) };
  raw.fill(0);
  return ringKey;
}

/** 48 bits of a digest: stable, enough to tell a handful of keys apart, and no way back to the key. */
async function keyIdOf(raw: Bytes): Promise<string> {
  const labelled = concat(toUtf8('patchbay/key-id/1\u0000'), raw);
  const digest = await crypto.subtle.digest('SHA-256', labelled);
  labelled.fill(0);
  return toHex(new Uint8Array(digest)).slice(0, 12);
}
