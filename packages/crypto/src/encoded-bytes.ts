import { Buffer } from 'node:buffer';

export type ByteEncoding = 'hex' | 'base64' | 'base64url';

const alphabets = {
  hex: /^[0-9a-f]*$/i,
  base64: /^[A-Za-z0-9+/]*={0,2}$/,
  base64url: /^[\w-]*={0,2}$/,
};

/**
 * The bytes that a text from outside spells, or null. Base64 may come with or without its padding, but each sequence
 * of bytes has one spelling in each alphabet: spare bits have to be zero.
 */
export function decodeBytes(encoding: ByteEncoding, text: string): Uint8Array | null {
  if (!alphabets[encoding].test(text)) return null;
  if (encoding === 'hex') return text.length % 2 === 0 ? Buffer.from(text, 'hex') : null;
  const letters = text.replace(/=+$/, '');
  if (letters.length < text.length && text.length % 4 !== 0) return null;
  const bytes = Buffer.from(letters, encoding);
  return bytes.toString(encoding).replace(/=+$/, '') === letters ? bytes : null;
}
