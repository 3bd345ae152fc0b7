import type { AppRouter } from '@patchbay/trpc';
import { TRPCClientError } from '@trpc/client';
import { StrayAnswer } from './stray-answer.ts';

type Said = NonNullable<TRPCClientError<AppRouter>['data']>['patchbay'];

/** A code of the server's, or what kept an answer from arriving. */
export type ClientErrorCode = Said['code'] | 'unreachable' | 'timeout' | 'aborted';

/** Every failed call rejects with one of these; decide by `code`, never by message. */
export class PatchbayClientError extends TRPCClientError<AppRouter> {
  readonly code: ClientErrorCode;
  /** What failed, when it was the call of a provider: `auth`, `rate_limited`, `timeout` … */
  readonly call: Said['call'];
  /** Whether the same request may succeed later. Whether a change may be repeated, only you know. */
  readonly retryable: boolean;
  /** Messages by input path (`settings.apiToken`); null unless `code` is `invalid_input`. */
  readonly fields: Record<string, string[]> | null;
  /** Quote it to the operator of the Patchbay; null when it did not answer. */
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(error: TRPCClientError<AppRouter>) {
    const { shape, meta } = error;
    super(error.message, {
      cause: error,
      ...(meta && { meta }),
      ...(shape && { result: { error: shape } }),
    });
    // The parent sets its own prototype, which would hide this class from instanceof.
    Object.setPrototypeOf(this, PatchbayClientError.prototype);
    const said: Said | undefined = error.data?.patchbay;
    const stray = error.cause instanceof StrayAnswer ? error.cause : null;
    this.name = 'PatchbayClientError';
    this.code = said?.code ?? codeOf(error, stray);
    this.call = said?.call ?? null;
    this.retryable = said?.retryable ?? worthAsking.has(this.code);
    this.fields = said?.fields ?? null;
    this.requestId = said?.requestId ?? stray?.requestId ?? null;
    this.retryAfterSeconds = said?.retryAfterSeconds ?? stray?.retryAfterSeconds ?? null;
  }
}

const worthAsking: ReadonlySet<ClientErrorCode> = new Set([
  'unreachable',
  'timeout',
  'unavailable',
  'rate_limited',
]);

/** Without words of the server's: a proxy answered, or nobody did. */
function codeOf(error: TRPCClientError<AppRouter>, stray: StrayAnswer | null): ClientErrorCode {
  const name = error.cause?.name;
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError') return 'aborted';
  if (stray?.status === 429) return 'rate_limited';
  if (stray !== null) return [502, 503, 504].includes(stray.status) ? 'unavailable' : 'internal';
  // An answer in JSON that is not one of the router's came from a check in front of it.
  return error.meta?.response === undefined ? 'unreachable' : 'internal';
}
