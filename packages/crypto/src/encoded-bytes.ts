import { type Bytes, toBase64Url } from './bytes.ts';

export type ByteEncoding = 'hex' | 'base64' | 'base64url';

/**
 * The bytes that a text from outside spells, or null. Base64 may come with or without its padding, but each sequence
 * of bytes has one spelling in each alphabet: spare bits have to be zero.
 */
export function decodeBytes(encoding: ByteEncoding, text: string): Bytes | null {
  return encoding === 'hex' ? fromHex(text) : fromBase64(text, encoding);
}

function fromHex(text: string): Bytes | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

const alphabets = { base64: /^[A-Za-z0-9+/]*={0,2}$/, base64url: /^[\w-]*={0,2}$/ };

function fromBase64(text: string, encoding: 'base64' | 'base64url'): Bytes | null {
  if (!alphabets[encoding].test(text)) return null;
  const letters = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (letters.length % 4 === 1) return null;
  if (text.includes('=') && text.length % 4 !== 0) return null;
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const again = toBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return again === letters ? bytes : null;
}
