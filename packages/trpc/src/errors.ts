import { type ErrorCode, type FieldErrors, isPatchbayError } from '@patchbay/core';
import { fieldErrors } from '@patchbay/services';
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
  message: string;
  fields: FieldErrors | null;
  retryAfterSeconds: number | null;
};

/** The only place where an error turns into words; anything unexpected becomes a fixed sentence. */
export function refusalOf(error: unknown, requestId: string | null): Refusal {
  const cause = error instanceof TRPCError ? (error.cause ?? error) : error;
  if (isPatchbayError(cause) && cause.code !== 'internal') {
    const { code, message, fields, retryAfterSeconds } = cause;
    return { code, message, fields: fields ?? null, retryAfterSeconds: retryAfterSeconds ?? null };
  }
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') {
    if (cause instanceof ZodError) return invalid(fieldErrors(cause.issues));
    const [code, message] = transportRefusals[error.code] ?? internal(requestId);
    return { code, message, fields: null, retryAfterSeconds: null };
  }
  const [code, message] = internal(requestId);
  return { code, message, fields: null, retryAfterSeconds: null };
}

const invalid = (fields: FieldErrors): Refusal => ({
  code: 'invalid_input',
  message: 'Some of the input is not valid.',
  fields,
  retryAfterSeconds: null,
});

const internal = (requestId: string | null): [ErrorCode, string] => [
  'internal',
  `Something went wrong here. Quote ${requestId ?? 'the time'} when you report it.`,
];

/** Gives a `PatchbayError` the transport's code; everything else passes as it is. */
export function toTransport(error: unknown): TRPCError {
  const cause = error instanceof TRPCError ? error.cause : error;
  if (isPatchbayError(cause)) {
    return new TRPCError({ code: transportCodes[cause.code], message: cause.message, cause });
  }
  if (error instanceof TRPCError) return error;
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error });
}

/** True for what somebody has to look at: everything that is not an expected refusal. */
export const isUnexpected = (error: unknown): boolean => refusalOf(error, null).code === 'internal';
