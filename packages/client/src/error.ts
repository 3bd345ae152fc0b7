import type { AppRouter } from '@patchbay/trpc';
import { TRPCClientError } from '@trpc/client';

type Said = NonNullable<TRPCClientError<AppRouter>['data']>['patchbay'];

/** A code of the server's, or what kept an answer from arriving. */
export type ClientErrorCode = Said['code'] | 'unreachable' | 'timeout' | 'aborted';

/** Every failed call rejects with one of these; decide by `code`, never by message. */
export class PatchbayClientError extends TRPCClientError<AppRouter> {
  readonly code: ClientErrorCode;
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
    const response = responseOf(error);
    this.name = 'PatchbayClientError';
    this.code = said?.code ?? codeOf(error, response);
    this.fields = said?.fields ?? null;
    this.requestId = said?.requestId ?? response?.headers.get('x-request-id') ?? null;
    this.retryAfterSeconds = said?.retryAfterSeconds ?? retryAfterOf(response);
  }
}

/** Without words of the server's: a proxy answered, or nobody did. */
function codeOf(error: TRPCClientError<AppRouter>, response: Response | null): ClientErrorCode {
  const name = error.cause?.name;
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError') return 'aborted';
  if (response === null) return 'unreachable';
  if (response.status === 429) return 'rate_limited';
  return [502, 503, 504].includes(response.status) ? 'unavailable' : 'internal';
}

const responseOf = ({ meta }: TRPCClientError<AppRouter>): Response | null =>
  meta?.response instanceof Response ? meta.response : null;

function retryAfterOf(response: Response | null): number | null {
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
