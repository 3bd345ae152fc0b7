import type { EntityManager } from '@mikro-orm/postgresql';
import type { KeyRing } from '@patchbay/crypto';
import { openingDataKeys, openText } from '../vault/index.ts';
import type { Lane } from './lanes.ts';

/** A subscription's secret is sealed to its place; the earlier one keeps the seal it was made with. */
export const secretPlace = (organizationId: string, subscriptionId: string) => ({
  organizationId,
  integrationId: subscriptionId,
  field: 'webhook-secret',
});

type Sealed = Pick<
  Lane,
  'organizationId' | 'subscriptionId' | 'secret' | 'previousSecret' | 'previousSecretUntil'
>;

/** The secrets that sign at this moment, the newest first; null when the newest does not open. */
export async function signingSecrets(
  em: EntityManager,
  keys: KeyRing,
  lane: Sealed,
  now: Date,
): Promise<string[] | null> {
  const findKey = await openingDataKeys(em, keys, [lane.organizationId]);
  const place = secretPlace(lane.organizationId, lane.subscriptionId);
  const current = await openText(findKey, place, lane.secret);
  if (current === null) return null;
  const isOver = (lane.previousSecretUntil ?? 0) <= now.getTime();
  if (lane.previousSecret === null || isOver) return [current];
  const previous = await openText(findKey, place, lane.previousSecret);
  return previous === null ? [current] : [current, previous];
}
