import { z } from 'zod';

/** PostgreSQL stores neither U+0000 nor half a surrogate pair, so such text is refused as input. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item));
}

/** Text from outside that reaches the database. */
export const StorableText = z
  .string()
  .refine(isStorable, 'It contains characters that cannot be stored.');

/** What a person calls something: one to 80 characters. `missing` is said of an empty one. */
export const nameText = (missing: string) =>
  StorableText.trim().min(1, missing).max(80, 'At most 80 characters.');
