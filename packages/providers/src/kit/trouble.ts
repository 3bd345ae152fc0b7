import { OutboundError, type OutboundKind } from '../http/errors.ts';

/** What a failed answer means for the connection, whatever words the provider has for it. */
export const troubleKinds = [
  'dead_credential',
  'missing_scope',
  'forbidden',
  'not_found',
  'rate_limited',
  'invalid_request',
  'misconfigured',
  'provider',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

export type Trouble = {
  what: TroubleKind;
  /** The provider's own code, cut to something that cannot carry a secret. */
  code: string;
  needed?: readonly string[];
  provided?: readonly string[];
  retryAfterSeconds?: number;
  /** A sentence of ours that says it better than the usual one. */
  hint?: string;
};

/** An answer as a provider's own classifier sees it. `content` is parsed JSON, or `null`. */
export type ClassifiedReply = {
  status: number;
  headers: Record<string, string | string[]>;
  content: unknown;
};

/** Finds the trouble in an answer; `null` where the status alone decides. */
export type Classify = (reply: ClassifiedReply) => Trouble | null;

const kinds: Record<TroubleKind, OutboundKind> = {
  dead_credential: 'auth',
  missing_scope: 'auth',
  forbidden: 'auth',
  not_found: 'not_found',
  rate_limited: 'rate_limited',
  invalid_request: 'provider',
  misconfigured: 'misconfigured',
  provider: 'provider',
};

const sentences: Record<TroubleKind, string> = {
  dead_credential: 'The credentials were refused',
  missing_scope: 'The connection lacks a permission that this call needs',
  forbidden: 'The account may not do this',
  not_found: 'There is nothing at this address, or the account cannot see it',
  rate_limited: 'Too many requests; the provider asks to wait',
  invalid_request: 'The provider does not accept what was sent',
  misconfigured: 'A setting of the integration does not fit',
  provider: 'The provider answered with an error',
};

export const safeCode = (code: unknown): string =>
  /^[\w.:-]{1,60}$/.test(String(code)) ? String(code) : 'unknown';

export function troubleError(trouble: Trouble, status: number): OutboundError {
  const needed = (trouble.needed ?? []).map(safeCode).join(', ');
  const detail = needed || `${safeCode(trouble.code)}, HTTP ${status}`;
  const sentence = trouble.hint ?? sentences[trouble.what];
  return new OutboundError(kinds[trouble.what], `${sentence} (${detail}).`, {
    status,
    retryAfterSeconds: trouble.retryAfterSeconds,
    trouble,
  });
}

/** What a status means where the provider says nothing better; `null` for a good one. */
export function troubleOfStatus(status: number): Trouble | null {
  if (status < 400) return null;
  const code = `http_${status}`;
  if (status === 401) return { what: 'dead_credential', code };
  if (status === 403) return { what: 'forbidden', code };
  if (status === 404 || status === 410) return { what: 'not_found', code };
  if (status === 429) return { what: 'rate_limited', code };
  return { what: status < 500 ? 'invalid_request' : 'provider', code };
}

/** Whether a call failed because the credential itself is dead, so that only a new one can help. */
export const isDeadCredential = (error: unknown): boolean =>
  error instanceof OutboundError &&
  (error.trouble ? error.trouble.what === 'dead_credential' : error.status === 401);
