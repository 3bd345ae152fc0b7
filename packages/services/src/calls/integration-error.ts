import { type ErrorCode, PatchbayError } from '@patchbay/core';

/** Every way a call can fail on our side of the answer. `provider`: it answered with an error of its own. */
export const callErrorCodes = [
  'not_configured',
  'disabled',
  'not_allowed',
  'invalid_path',
  'invalid_request',
  'auth',
  'rate_limited',
  'limited',
  'circuit_open',
  'timeout',
  'unreachable',
  'provider',
  'invalid_response',
  'too_large',
  'canceled',
  'internal',
] as const;
export type CallErrorCode = (typeof callErrorCodes)[number];

type Facts = { status: number; title: string; code: ErrorCode };

/** What each code is over HTTP, and which of the product's own codes it stands under. */
const facts: Record<CallErrorCode, Facts> = {
  not_configured: { status: 409, title: 'Not Configured', code: 'conflict' },
  disabled: { status: 409, title: 'Disabled', code: 'conflict' },
  not_allowed: { status: 403, title: 'Not Allowed', code: 'forbidden' },
  invalid_path: { status: 400, title: 'Invalid Path', code: 'invalid_input' },
  invalid_request: { status: 400, title: 'Invalid Request', code: 'invalid_input' },
  auth: { status: 502, title: 'Credentials Refused', code: 'unavailable' },
  rate_limited: { status: 429, title: 'Rate Limited by the Provider', code: 'rate_limited' },
  limited: { status: 429, title: 'Limit Reached', code: 'rate_limited' },
  circuit_open: { status: 503, title: 'Circuit Open', code: 'unavailable' },
  timeout: { status: 504, title: 'Timeout', code: 'unavailable' },
  unreachable: { status: 502, title: 'Unreachable', code: 'unavailable' },
  provider: { status: 502, title: 'Provider Error', code: 'unavailable' },
  invalid_response: { status: 502, title: 'Invalid Response', code: 'unavailable' },
  too_large: { status: 502, title: 'Answer Too Large', code: 'unavailable' },
  canceled: { status: 499, title: 'Canceled', code: 'unavailable' },
  internal: { status: 500, title: 'Internal Error', code: 'internal' },
};

export const callErrorStatus = (code: CallErrorCode): number => facts[code].status;
export const callErrorTitle = (code: CallErrorCode): string => facts[code].title;

export type IntegrationErrorOptions = {
  /** Status of the provider's answer, when there was one. */
  httpStatus?: number | null;
  retryAfterSeconds?: number;
};

/** A failed call. The message is ours and fit to show: neither a secret nor text of the answer is in it. */
export class IntegrationError extends PatchbayError {
  readonly call: CallErrorCode;
  readonly httpStatus: number | null;

  constructor(call: CallErrorCode, message: string, options: IntegrationErrorOptions = {}) {
    super(facts[call].code, message, { retryAfterSeconds: options.retryAfterSeconds });
    this.name = 'IntegrationError';
    this.call = call;
    this.httpStatus = options.httpStatus ?? null;
  }
}
