import { PatchbayError } from '@patchbay/core';

/** Generations of a data key count from 1; nine digits fit every integer column. */
export const generationPattern = '[1-9]\\d{0,8}';
const generationText = new RegExp(`^${generationPattern}$`);

export function textOfGeneration(generation: number): string {
  const text = String(generation);
  if (generationText.test(text)) return text;
  throw new PatchbayError('internal', 'A data key generation is a whole number from 1');
}
