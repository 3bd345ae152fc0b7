import { type ErrorCode, httpStatus } from '@patchbay/core';
import { type CallErrorCode, callErrorStatus, callErrorTitle } from '@patchbay/services';
import { type Refusal, refusalOf } from '../errors.ts';

const titles: Record<ErrorCode, string> = {
  invalid_input: 'Bad Request',
  unauthenticated: 'Unauthorized',
  forbidden: 'Forbidden',
  not_found: 'Not Found',
  conflict: 'Conflict',
  rate_limited: 'Too Many Requests',
  internal: 'Internal Server Error',
  unavailable: 'Service Unavailable',
};

const statusOf = ({ code, call }: Refusal): [number, string] =>
  call === null ? [httpStatus[code], titles[code]] : [callErrorStatus(call), callErrorTitle(call)];

/** RFC 9457. `instance` is the request's id; the rest is ours. A failed call has its own, closer code. */
export type Problem = {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ErrorCode | CallErrorCode;
  retryable: boolean;
  fields?: Record<string, string[]>;
};

export function problemResponse(
  error: unknown,
  requestId: string,
  override: { status?: number; title?: string; headers?: Record<string, string> } = {},
): Response {
  const refusal = refusalOf(error, requestId);
  const { code, call, retryable, message, fields, retryAfterSeconds } = refusal;
  const [usualStatus, usualTitle] = statusOf(refusal);
  const status = override.status ?? usualStatus;
  const problem: Problem = {
    type: 'about:blank',
    title: override.title ?? usualTitle,
    status,
    detail: message,
    instance: requestId,
    code: call ?? code,
    retryable,
    ...(fields === null ? {} : { fields }),
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(code === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
      ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...override.headers,
    },
  });
}
