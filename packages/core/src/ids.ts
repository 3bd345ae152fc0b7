/** Letters and digits without look-alikes; 32 of them, so a byte maps without bias. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A random token of `length` characters, 5 bits each (26 make 130 bits). */
export function randomToken(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => alphabet[byte & 31]).join('');
}

/** Names one request in logs, audit rows and error messages. */
export const newRequestId = (): string => `req_${randomToken(20)}`;

/** The same UUID for the same words: a job that is enqueued twice under it exists once. */
export async function uuidFrom(...words: string[]): Promise<string> {
  const digest = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(words.join('\u0000'))),
  );
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
