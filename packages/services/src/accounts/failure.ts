import { PatchbayError } from '@patchbay/core';
import type { AccountOperationKind, AccountTrouble } from '@patchbay/db';
import { IdentifierTaken, OutboundError, type OutboundKind } from '@patchbay/providers';
import { CredentialError } from '../connections/live-credential.ts';

/** What a failed attempt means for the operation. */
export type Verdict = {
  trouble: AccountTrouble;
  /** Fit to show: ours, without secrets and without the system's own text. */
  message: string;
  /** Trying again makes no sense until somebody decides. */
  isFinal: boolean;
  /** Milliseconds until the next attempt. */
  pauseMs: number;
  /** The next account of the same integration would fare no better. */
  holdsOthers: boolean;
};

/** With the pauses between them about two days. */
const mostAttempts = 30;
const minute = 60_000;

const troubles: Partial<Record<OutboundKind, AccountTrouble>> = {
  auth: 'auth',
  rate_limited: 'rate_limited',
  unreachable: 'unreachable',
  misconfigured: 'misconfigured',
  refused: 'misconfigured',
  provider: 'provider',
  invalid_response: 'provider',
};

export function judge(error: unknown, kind: AccountOperationKind, attempts: number): Verdict {
  const trouble = troubleOf(error, kind);
  const isPatient = trouble !== 'taken' && trouble !== 'refused';
  return {
    trouble,
    message: error instanceof PatchbayError ? error.message : 'Something went wrong here.',
    isFinal: !isPatient || attempts >= mostAttempts,
    pauseMs: Math.max(pauseOf(trouble, attempts), askedFor(error)),
    holdsOthers: isPatient && trouble !== 'provider',
  };
}

function troubleOf(error: unknown, kind: AccountOperationKind): AccountTrouble {
  if (error instanceof IdentifierTaken) return 'taken';
  if (error instanceof OutboundError) {
    // The system understood and will not: the same request never fares better.
    if (error.trouble?.what === 'invalid_request') return 'refused';
    const known = troubles[error.kind];
    if (known) return known;
    // A page that is not there says nothing about an account that is not there yet.
    return kind === 'create' ? 'provider' : 'refused';
  }
  if (error instanceof CredentialError) return 'unavailable';
  if (!(error instanceof PatchbayError)) return 'unavailable';
  // The integration is paused or not set up at the moment; what a provider refuses is `invalid_input` or `conflict`.
  return error.code === 'forbidden' || error.code === 'unavailable' ? 'unavailable' : 'refused';
}

/** Refused credentials are tried rarely: systems lock out who keeps knocking. */
function pauseOf(trouble: AccountTrouble, attempts: number): number {
  const isHopeless = trouble === 'auth' || trouble === 'misconfigured';
  const [first, most] = isHopeless ? [5 * minute, 6 * 60 * minute] : [5_000, 2 * 60 * minute];
  return Math.min(most, first * 2 ** Math.max(0, attempts - 1));
}

const askedFor = (error: unknown): number =>
  error instanceof PatchbayError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
