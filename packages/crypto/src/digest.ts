import { toHex, toUtf8 } from './bytes.ts';

/** SHA-256 in lower-case hex; text counts as its UTF-8. */
export async function sha256Hex(content: string | Uint8Array): Promise<string> {
  // A copy, since WebCrypto refuses views of shared memory.
  const bytes = typeof content === 'string' ? toUtf8(content) : new Uint8Array(content);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/**
 * What is stored of an API key, and what it is looked up by. One plain SHA-256: a random token of
 * 160 bits cannot be guessed, so salt and slowness would only cost time on every call.
 */
export const hashApiKey = (token: string): Promise<string> => sha256Hex(token);
