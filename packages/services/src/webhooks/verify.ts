import {
  type Bytes,
  concat,
  constantTimeEqual,
  decodeBytes,
  toUtf8,
  verifyEd25519,
  verifyHmac,
} from '@patchbay/crypto';
import type { HeaderPart, TimestampRule, Verifier } from '@patchbay/providers';
import type { VerifierKey } from './keys.ts';
import { headerOf, type WebhookRequest } from './request.ts';
import { sha256 } from './sha256.ts';

/** Why a request was turned away: sampled for the organization, never answered to the caller. */
export const refusalReasons = {
  no_secret: 'No secret is set, so nothing can be verified.',
  unusable_secret: 'The secret has not the form that the verifier needs.',
  signature_missing: 'The signature is missing.',
  signature_malformed: 'The signature has another form.',
  timestamp_missing: 'The timestamp is missing.',
  timestamp_malformed: 'The timestamp is no number.',
  timestamp_old: 'The timestamp is too old.',
  timestamp_future: 'The timestamp lies in the future.',
  id_missing: 'The signed id is missing.',
  no_match: 'The signature does not match.',
  too_large: 'The body is too large.',
  token_refused: 'A verification token came although there is one already.',
} as const;
export type RefusalReason = keyof typeof refusalReasons;

export type Verified =
  | { ok: true; keyIndex: number; timestamp: string | null; signedAt: Date | null }
  | { ok: false; reason: RefusalReason };

/** Told about each step by the live tester; `note` holds only what the request itself carried. */
export type VerifyTrace = (
  step: 'signature' | 'timestamp' | 'id' | 'match',
  outcome: 'passed' | 'failed',
  note: string,
) => void;

/** More candidates than any rotation needs would only cost time. */
const mostSignatures = 10;

/** Checks a request against every key; never throws for what the request holds. */
export async function verify(
  verifier: Verifier,
  keys: readonly VerifierKey[],
  request: WebhookRequest,
  trace?: VerifyTrace,
): Promise<Verified> {
  const refuse = (step: Parameters<VerifyTrace>[0], reason: RefusalReason): Verified => {
    trace?.(step, 'failed', refusalReasons[reason]);
    return { ok: false, reason };
  };
  if (verifier.kind === 'path' || verifier.kind === 'token') {
    const given = verifier.kind === 'path' ? request.pathSecret : tokenOf(verifier, request);
    if (!given) return refuse('signature', 'signature_missing');
    trace?.('signature', 'passed', 'A token came with the request.');
    const keyIndex = matchingDigest(keys, given);
    if (keyIndex < 0) return refuse('match', keys.length === 0 ? 'no_secret' : 'no_match');
    trace?.('match', 'passed', 'The token is the right one.');
    return { ok: true, keyIndex, timestamp: null, signedAt: null };
  }

  const header = headerOf(request, verifier.signature.header);
  if (!header) return refuse('signature', 'signature_missing');
  const texts = valuesIn(verifier.signature, header).slice(0, mostSignatures);
  const signatures = texts
    .map((text) => decodeBytes(verifier.signature.encoding, text))
    .filter((bytes): bytes is Uint8Array => bytes !== null && bytes.length > 0);
  if (signatures.length === 0) return refuse('signature', 'signature_malformed');
  trace?.('signature', 'passed', describeSignatures(signatures));

  let timestamp: string | null = null;
  let signedAt: Date | null = null;
  if (verifier.timestamp) {
    const read = readTimestamp(verifier.timestamp, request);
    if ('reason' in read) return refuse('timestamp', read.reason);
    ({ text: timestamp, moment: signedAt } = read);
    trace?.('timestamp', 'passed', `Signed ${ageText(request.at - signedAt.getTime())}.`);
  }
  const id = verifier.id ? first(verifier.id, request) : null;
  if (verifier.signed.includes('id')) {
    if (!id) return refuse('id', 'id_missing');
    trace?.('id', 'passed', `The id ${id.slice(0, 100)} is signed.`);
  }

  if (keys.length === 0) return refuse('match', 'no_secret');
  const message = verifier.signed.map((part) => {
    if (part === 'body') return request.body;
    if (part === 'timestamp') return toUtf8(timestamp ?? '');
    return toUtf8(part === 'id' ? (id ?? '') : part.text);
  });
  for (const [keyIndex, key] of keys.entries()) {
    if (!(await isSignedWith(key, message, signatures))) continue;
    trace?.('match', 'passed', 'The signature matches.');
    return { ok: true, keyIndex, timestamp, signedAt };
  }
  return refuse('match', 'no_match');
}

function isSignedWith(
  key: VerifierKey,
  message: readonly Bytes[],
  signatures: readonly Uint8Array[],
): boolean | Promise<boolean> {
  if (key.kind === 'hmac') return verifyHmac(key.key, message, signatures);
  return key.kind === 'ed25519' && verifyEd25519(key.key, concat(...message), signatures);
}

function valuesIn({ separator, prefix }: HeaderPart, header: string): string[] {
  const items = separator === undefined ? [header] : header.split(separator);
  return items
    .map((item) => item.trim())
    .filter((item) => item.startsWith(prefix) && item.length > prefix.length)
    .map((item) => item.slice(prefix.length));
}

function first(part: HeaderPart, request: WebhookRequest): string | null {
  const header = headerOf(request, part.header);
  return header ? (valuesIn(part, header)[0] ?? null) : null;
}

/** The scheme in front of a token counts without case (RFC 9110). */
function tokenOf(part: HeaderPart, request: WebhookRequest): string | null {
  const header = headerOf(request, part.header)?.trim();
  if (!header?.toLowerCase().startsWith(part.prefix.toLowerCase())) return null;
  return header.slice(part.prefix.length).trim() || null;
}

/** Every key is compared, so that the time says nothing about which one came near. */
function matchingDigest(keys: readonly VerifierKey[], given: string): number {
  const digest = sha256(given);
  let found = -1;
  for (const [index, key] of keys.entries())
    if (key.kind === 'digest' && constantTimeEqual(key.digest, digest)) found = index;
  return found;
}

type ReadTimestamp = { text: string; moment: Date } | { reason: RefusalReason };

function readTimestamp(rule: TimestampRule, request: WebhookRequest): ReadTimestamp {
  const text = first(rule, request);
  if (!text) return { reason: 'timestamp_missing' };
  if (!/^\d{1,14}$/.test(text)) return { reason: 'timestamp_malformed' };
  const moment = Number(text) * (rule.unit === 'seconds' ? 1_000 : 1);
  if (moment > 8.64e15) return { reason: 'timestamp_malformed' };
  if (request.at - moment > rule.pastSeconds * 1_000) return { reason: 'timestamp_old' };
  if (moment - request.at > rule.futureSeconds * 1_000) return { reason: 'timestamp_future' };
  return { text, moment: new Date(moment) };
}

function describeSignatures(signatures: readonly Uint8Array[]): string {
  const lengths = [...new Set(signatures.map(({ length }) => length))].join(', ');
  return signatures.length === 1
    ? `One signature of ${lengths} bytes.`
    : `${signatures.length} signatures of ${lengths} bytes.`;
}

const ageText = (ms: number): string =>
  ms >= 0 ? `${Math.round(ms / 1_000)} seconds ago` : `${Math.round(-ms / 1_000)} seconds ahead`;
