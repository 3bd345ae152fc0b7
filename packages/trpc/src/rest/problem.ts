import type { ErrorCode } from '@patchbay/core';
import { refusalOf } from '../errors.ts';

const statuses: Record<ErrorCode, [number, string]> = {
  invalid_input: [400, 'Bad Request'],
  unauthenticated: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  not_found: [404, 'Not Found'],
  conflict: [409, 'Conflict'],
  rate_limited: [429, 'Too Many Requests'],
  internal: [500, 'Internal Server Error'],
  unavailable: [503, 'Service Unavailable'],
};

/** RFC 9457. `instance` is the request's id; `code` and `fields` are ours. */
export type Problem = {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ErrorCode;
  fields?: Record<string, string[]>;
};

export function problemResponse(
  error: unknown,
  requestId: string,
  override: { status?: number; title?: string; headers?: Record<string, string> } = {},
): Response {
  const { code, message, fields, retryAfterSeconds } = refusalOf(error, requestId);
  const [usualStatus, usualTitle] = statuses[code];
  const status = override.status ?? usualStatus;
  const problem: Problem = {
    type: 'about:blank',
    title: override.title ?? usualTitle,
    status,
    detail: message,
    instance: requestId,
    code,
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
