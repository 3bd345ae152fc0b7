import type { ErrorCode, FieldErrors } from '@patchbay/core';
import { TRPCClientError } from '@trpc/client';

/** What a component says of a call that failed. Decide by `code`, never by the message. */
export type Failure = {
  /** The server's code, `unreachable` when it did not answer, `aborted` when nobody waits any more. */
  code: ErrorCode | 'unreachable' | 'aborted';
  message: string;
  /** By input path: `identifier`, `input.quotaMiB`. */
  fields: FieldErrors;
  /** To be quoted to whoever runs the Patchbay; null when it did not answer. */
  requestId: string | null;
  /** Whether the same request may succeed later. */
  retryable: boolean;
};

type Said = Omit<Failure, 'fields' | 'message'> & { fields: FieldErrors | null };

const isSaid = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';

export function failureOf(error: unknown): Failure {
  if (!(error instanceof TRPCClientError)) return unreachable(error);
  const said: unknown = Object(error.data).patchbay;
  if (!isSaid(said)) return unreachable(error.cause ?? error);
  const { code, fields, requestId, retryable } = said;
  return { code, message: error.message, fields: fields ?? {}, requestId, retryable };
}

function unreachable(error: unknown): Failure {
  const aborted = error instanceof Error && error.name === 'AbortError';
  return {
    code: aborted ? 'aborted' : 'unreachable',
    message: aborted
      ? 'Nobody waited for the answer.'
      : 'The server did not answer. Check the connection and try again.',
    fields: {},
    requestId: null,
    retryable: !aborted,
  };
}
