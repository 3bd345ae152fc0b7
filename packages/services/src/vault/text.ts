import { type AesKey, open, seal, sealedGeneration } from '@patchbay/crypto';
import type { FindDataKey } from './data-keys.ts';

/** Where a single sealed text belongs; it opens nowhere else. */
export type TextPlace = { organizationId: string; integrationId: string; field: string };

/** The key that seals, as `sealingDataKey` answers it. */
export type SealingKey = { key: AesKey; generation: number };

export const sealText = ({ key, generation }: SealingKey, place: TextPlace, text: string) =>
  seal(key, text, { ...place, keyGeneration: generation });

/** The text, or `null` when it does not open where it stands. */
export async function openText(
  findKey: FindDataKey,
  place: TextPlace,
  sealed: string,
): Promise<string | null> {
  try {
    const keyGeneration = sealedGeneration(sealed);
    const key = await findKey(place.organizationId, keyGeneration);
    return key ? await open(key, sealed, { ...place, keyGeneration }) : null;
  } catch {
    return null;
  }
}
