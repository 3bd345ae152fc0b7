/**
 * Every way an operation of the product can be refused. Transports translate the code once
 * (tRPC, REST, pages); nothing is matched by message.
 */
export const errorCodes = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'rate_limited',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What every transport over HTTP answers a refusal with. */
export const httpStatus: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

/** Messages by input path (`settings.apiToken`); the empty path speaks of the whole input. */
export type FieldErrors = Record<string, string[]>;

export type PatchbayErrorOptions = {
  fields?: FieldErrors;
  retryAfterSeconds?: number;
  cause?: unknown;
};

/** An expected refusal. Its message is shown to people, so it never carries a secret or a foreign answer. */
export class PatchbayError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldErrors | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: PatchbayErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'PatchbayError';
    this.code = code;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export const isPatchbayError = (error: unknown): error is PatchbayError =>
  error instanceof PatchbayError;

/** The error for one bad field; the field is named so that a form can point at it. */
export const invalidField = (path: string, message: string): PatchbayError =>
  new PatchbayError('invalid_input', message, { fields: { [path]: [message] } });
