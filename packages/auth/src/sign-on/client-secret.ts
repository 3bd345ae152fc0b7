import { createHash, timingSafeEqual } from 'node:crypto';

/** What is kept of a tool's secret. It is random and long, so that a plain digest cannot be guessed back. */
export const hashClientSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');

export function isClientSecret(secret: string, hash: string): boolean {
  const given = Buffer.from(hashClientSecret(secret));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}
