import {
  type ErrorCode,
  type FieldErrors,
  isPatchbayError,
  type PatchbayError,
} from '@patchbay/core';
import {
  type CallErrorCode,
  callErrorStatus,
  fieldErrors,
  IntegrationError,
} from '@patchbay/services';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';

type TransportCode = TRPCError['code'];

const transportCodes: Record<ErrorCode, TransportCode> = {
  invalid_input: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};

/** A failed call has a status of its own, so that programs see at once whether we or the provider refused. */
const callTransportCodes: Record<number, TransportCode> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  409: 'CONFLICT',
  429: 'TOO_MANY_REQUESTS',
  499: 'CLIENT_CLOSED_REQUEST',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

/** Refusals of the transport itself, before any procedure ran; their own words may quote the request. */
const transportRefusals: Partial<Record<TransportCode, [ErrorCode, string]>> = {
  PARSE_ERROR: ['invalid_input', 'The request could not be read.'],
  BAD_REQUEST: ['invalid_input', 'The request could not be read.'],
  NOT_FOUND: ['not_found', 'There is no such procedure.'],
  METHOD_NOT_SUPPORTED: ['invalid_input', 'Use POST for changes and GET for reads.'],
  UNSUPPORTED_MEDIA_TYPE: ['invalid_input', 'Send application/json.'],
  PAYLOAD_TOO_LARGE: ['invalid_input', 'The request is too large.'],
  UNAUTHORIZED: ['unauthenticated', 'Sign in, or send an API key.'],
  FORBIDDEN: ['forbidden', 'You may not do this.'],
};

/** What every refusal says about itself, in each transport. */
export type Refusal = {
  code: ErrorCode;
  /** What failed, when it was the call of a provider. */
  call: CallErrorCode | null;
  /** Whether the same request may succeed later. Whether a change may be repeated, the caller has to know. */
  retryable: boolean;
  message: string;
  fields: FieldErrors | null;
  retryAfterSeconds: number | null;
};

const passingCalls: ReadonlySet<CallErrorCode> = new Set([
  'rate_limited',
  'limited',
  'circuit_open',
  'timeout',
  'unreachable',
]);

/** The only place where an error turns into words; anything unexpected becomes a fixed sentence. */
export function refusalOf(error: unknown, requestId: string | null): Refusal {
  const cause = error instanceof TRPCError ? (error.cause ?? error) : error;
  if (isPatchbayError(cause) && cause.code !== 'internal') return said(cause);
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') {
    if (cause instanceof ZodError) return invalid(fieldErrors(cause.issues));
    return plain(...(transportRefusals[error.code] ?? internal(requestId)));
  }
  return plain(...internal(requestId));
}

function said(error: PatchbayError): Refusal {
  const { code, message, fields = null, retryAfterSeconds = null } = error;
  const call = error instanceof IntegrationError ? error.call : null;
  return { code, call, retryable: isPassing(error), message, fields, retryAfterSeconds };
}

function isPassing(error: PatchbayError): boolean {
  if (error.retryAfterSeconds !== undefined) return true;
  if (!(error instanceof IntegrationError)) return passingCodes.has(error.code);
  const { call, httpStatus } = error;
  return passingCalls.has(call) || (call === 'provider' && (httpStatus ?? 0) >= 500);
}

const passingCodes: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'unavailable']);

const plain = (code: ErrorCode, message: string): Refusal => ({
  code,
  call: null,
  retryable: false,
  message,
  fields: null,
  retryAfterSeconds: null,
});

const invalid = (fields: FieldErrors): Refusal => ({
  ...plain('invalid_input', 'Some of the input is not valid.'),
  fields,
});

const internal = (requestId: string | null): [ErrorCode, string] => [
  'internal',
  `Something went wrong here. Quote ${requestId ?? 'the time'} when you report it.`,
];

/** Gives a `PatchbayError` the transport's code; everything else passes as it is. */
export function toTransport(error: unknown): TRPCError {
  const cause = error instanceof TRPCError ? error.cause : error;
  if (isPatchbayError(cause)) {
    return new TRPCError({ code: transportCodeOf(cause), message: cause.message, cause });
  }
  if (error instanceof TRPCError) return error;
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error });
}

const transportCodeOf = (error: PatchbayError): TransportCode =>
  (error instanceof IntegrationError && callTransportCodes[callErrorStatus(error.call)]) ||
  transportCodes[error.code];

/** True for what somebody has to look at: everything that is not an expected refusal. */
export const isUnexpected = (error: unknown): boolean => refusalOf(error, null).code === 'internal';
