import { isPatchbayError } from '@patchbay/core';
import { OutboundError, type OutboundKind } from '@patchbay/providers';
import { CredentialError, type CredentialProblem } from '../connections/live-credential.ts';
import { type CallErrorCode, IntegrationError } from './integration-error.ts';
import type { CallRecord } from './record.ts';

const problems: Record<CredentialProblem, CallErrorCode> = {
  not_found: 'not_configured',
  not_allowed: 'not_allowed',
  disabled: 'disabled',
  not_configured: 'not_configured',
  needs_reconnection: 'auth',
  unreadable: 'auth',
  unavailable: 'auth',
};

const kinds: Record<OutboundKind, CallErrorCode> = {
  auth: 'auth',
  rate_limited: 'rate_limited',
  not_found: 'provider',
  unreachable: 'unreachable',
  invalid_response: 'invalid_response',
  misconfigured: 'unreachable',
  provider: 'provider',
  refused: 'not_allowed',
};

/** The one translation of what can go wrong around a call into the closed set of codes. */
export function toIntegrationError(error: unknown): IntegrationError {
  if (error instanceof IntegrationError) return error;
  if (error instanceof CredentialError) {
    const { retryAfterSeconds } = error;
    return new IntegrationError(problems[error.problem], error.message, { retryAfterSeconds });
  }
  if (error instanceof OutboundError) {
    const { retryAfterSeconds, status } = error;
    const code = /did not answer in|stopped in the middle/.test(error.message)
      ? 'timeout'
      : kinds[error.kind];
    return new IntegrationError(code, error.message, { retryAfterSeconds, httpStatus: status });
  }
  if (isPatchbayError(error) && error.code === 'not_found')
    return new IntegrationError('not_configured', error.message);
  if (isPatchbayError(error) && error.code === 'conflict')
    return new IntegrationError('not_configured', error.message);
  return new IntegrationError('internal', 'The call failed for a reason inside Patchbay.');
}

/** Writes down how a call failed. */
export function noteFailure(record: CallRecord, error: unknown): IntegrationError {
  const failure = toIntegrationError(error);
  record.endedAt ||= performance.now();
  record.errorCode = failure.call;
  record.errorMessage = failure.message;
  return failure;
}
