import { fromUtf8, toUtf8 } from './bytes.ts';
import type { KeyRing } from './key-ring.ts';
import type { EnvelopeKind } from './ring-envelope.ts';
import { discloseUnderRing, encloseUnderRing, sealingKeyId } from './ring-envelope.ts';
import { SealError } from './seal-error.ts';

const kind: EnvelopeKind = { prefix: 'pbc1', purpose: 'patchbay/key-check/1' };
const knownAnswer = 'patchbay opens what it sealed';

export type KeyCheckResult = 'current' | 'previous' | 'unknown_key';

/** A known answer under the ring's current key, to be stored once and verified at every boot. */
export const makeKeyCheck = (ring: KeyRing): Promise<string> =>
  encloseUnderRing(ring, kind, [], toUtf8(knownAnswer));

/**
 * Which key of the ring the record was written under. `previous`: a rotation is under way, make a new
 * record when its rewrapping is done. `unknown_key`: this database was sealed with another key
 * (`sealingKeyId(record)` names it), so the process must not start.
 * @throws SealError `bad_format` or `cannot_open` when the record itself is damaged
 */
export async function verifyKeyCheck(ring: KeyRing, record: string): Promise<KeyCheckResult> {
  const keyId = sealingKeyId(record);
  if (!ring.keys.has(keyId)) return 'unknown_key';
  const answer = fromUtf8(await discloseUnderRing(ring, kind, [], record));
  if (answer !== knownAnswer) throw new SealError('cannot_open');
  return keyId === ring.current.id ? 'current' : 'previous';
}
