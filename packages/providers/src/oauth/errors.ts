import { type ErrorCode, PatchbayError } from '@patchbay/core';

/**
 * How an OAuth exchange can fail. `invalid_grant` is the only one that says a grant is dead;
 * `unreachable` and `rate_limited` pass by themselves.
 */
export const oauthErrorKinds = [
  'denied',
  'invalid_grant',
  'invalid_client',
  'misconfigured',
  'unreachable',
  'rate_limited',
  'invalid_response',
] as const;
export type OAuthErrorKind = (typeof oauthErrorKinds)[number];

const codes: Record<OAuthErrorKind, ErrorCode> = {
  denied: 'forbidden',
  invalid_grant: 'conflict',
  invalid_client: 'invalid_input',
  misconfigured: 'invalid_input',
  unreachable: 'unavailable',
  rate_limited: 'rate_limited',
  invalid_response: 'unavailable',
};

type Details = { providerCode?: string; status?: number; retryAfterSeconds?: number };

/** A failed exchange. The message is ours and holds neither a token, a code nor text of the answer. */
export class OAuthError extends PatchbayError {
  readonly kind: OAuthErrorKind;
  /** The error code the provider sent, if it was one; fit to show and to log. */
  readonly providerCode: string | null;
  readonly status: number | null;

  constructor(kind: OAuthErrorKind, message: string, details: Details = {}) {
    super(codes[kind], message, { retryAfterSeconds: details.retryAfterSeconds });
    this.name = 'OAuthError';
    this.kind = kind;
    this.providerCode = details.providerCode ?? null;
    this.status = details.status ?? null;
  }
}

/** Whether the grant itself is gone, so that only a new consent helps. Check that nobody refreshed meanwhile. */
export const isDead = (error: unknown): boolean =>
  error instanceof OAuthError && error.kind === 'invalid_grant';

/** Whether trying again later may help. */
export const isTransient = (error: unknown): boolean =>
  error instanceof OAuthError &&
  ['unreachable', 'rate_limited', 'invalid_response'].includes(error.kind);

const kindsByCode: Readonly<Record<string, OAuthErrorKind>> = {
  access_denied: 'denied',
  user_cancelled_login: 'denied',
  user_cancelled_authorize: 'denied',
  invalid_grant: 'invalid_grant',
  invalid_client: 'invalid_client',
  unauthorized_client: 'invalid_client',
  invalid_request: 'misconfigured',
  invalid_scope: 'misconfigured',
  unsupported_grant_type: 'misconfigured',
  unsupported_response_type: 'misconfigured',
  redirect_uri_mismatch: 'misconfigured',
  server_error: 'unreachable',
  temporarily_unavailable: 'unreachable',
  slow_down: 'rate_limited',
};

const sentences: Record<OAuthErrorKind, string> = {
  denied: 'The consent was refused at the provider.',
  invalid_grant: 'The provider no longer accepts this grant.',
  invalid_client: 'The provider does not know this app, or its client secret is wrong.',
  misconfigured: 'The provider does not accept the request; the settings of the app do not fit.',
  unreachable: 'The provider cannot answer just now.',
  rate_limited: 'Too many requests; the provider asks to wait.',
  invalid_response: 'The provider answered in a way that is not understood.',
};

/** The error for a code of RFC 6749 (or one that the declaration translated to it). */
export function errorOfCode(rawCode: string, details: Details = {}): OAuthError {
  const providerCode = /^[\w.:-]{1,60}$/.test(rawCode) ? rawCode : 'unknown';
  const kind = Object.hasOwn(kindsByCode, providerCode)
    ? (kindsByCode[providerCode] ?? 'invalid_response')
    : 'invalid_response';
  const said = providerCode === kind ? '' : ` (${providerCode})`;
  return new OAuthError(kind, sentences[kind].replace(/\.$/, `${said}.`), {
    ...details,
    providerCode,
  });
}

/** The error for a status that came without a code. */
export function errorOfStatus(status: number, retryAfterSeconds?: number): OAuthError {
  const kind = kindOfStatus(status);
  const message = sentences[kind].replace(/\.$/, ` (HTTP ${status}).`);
  return new OAuthError(kind, message, { status, retryAfterSeconds });
}

function kindOfStatus(status: number): OAuthErrorKind {
  if (status === 401) return 'invalid_client';
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 ? 'unreachable' : 'invalid_response';
}
