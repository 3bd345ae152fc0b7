import type { ServerResponse } from 'node:http';
import { isPatchbayError, type PatchbayError } from '@patchbay/core';
import {
  type CallErrorCode,
  callErrorStatus,
  callErrorTitle,
  IntegrationError,
} from '@patchbay/services';
import { type Problem, refusalOf } from '@patchbay/trpc';

type Said = Pick<Problem, 'status' | 'title' | 'code' | 'detail'>;

const statuses: Partial<Record<PatchbayError['code'], [number, string]>> = {
  unauthenticated: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  unavailable: [503, 'Service Unavailable'],
};

function said(error: unknown): Said {
  if (error instanceof IntegrationError) return saidOfCall(error.call, error.message);
  const known = isPatchbayError(error) ? statuses[error.code] : undefined;
  if (known && isPatchbayError(error)) {
    return { status: known[0], title: known[1], code: error.code, detail: error.message };
  }
  return saidOfCall('internal', 'The call failed for a reason inside Patchbay.');
}

const saidOfCall = (code: CallErrorCode, detail: string): Said => ({
  status: callErrorStatus(code),
  title: callErrorTitle(code),
  code,
  detail,
});

/** Answers trouble of ours as RFC 9457; `x-patchbay-error` tells it from the provider's own answers. */
export function answerProblem(
  response: ServerResponse,
  error: unknown,
  correlationId: string,
): void {
  const { status, title, code, detail } = said(error);
  const { retryable } = refusalOf(error, correlationId);
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail,
    instance: correlationId,
    code,
    retryable,
  };
  const body = Buffer.from(JSON.stringify(problem));
  const headers = [
    'content-type',
    'application/problem+json',
    'content-length',
    String(body.byteLength),
    'cache-control',
    'no-store',
    'x-content-type-options',
    'nosniff',
    'x-patchbay-error',
    code,
    'x-correlation-id',
    correlationId,
  ];
  const wait = isPatchbayError(error) ? error.retryAfterSeconds : undefined;
  if (wait !== undefined) headers.push('retry-after', String(Math.ceil(wait)));
  if (status === 401) headers.push('www-authenticate', 'Bearer');
  response.writeHead(status, headers);
  response.end(body);
}
