import { createHash, timingSafeEqual } from 'node:crypto';

/** What is kept of a tool's secret, which is random and long: SHA-256 in hex, as the verb that makes it writes it. */
export const hashClientSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex');

export function isClientSecret(secret: string, hash: string): boolean {
  const given = Buffer.from(hashClientSecret(secret));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}
