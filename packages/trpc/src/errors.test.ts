import { errorCodes, PatchbayError } from '@patchbay/core';
import { callErrorCodes, callErrorStatus, IntegrationError } from '@patchbay/services';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isUnexpected, refusalOf, toTransport } from './errors.ts';
import { problemResponse } from './rest/problem.ts';

const statuses = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} satisfies Record<(typeof errorCodes)[number], number>;

describe.each(errorCodes)('%s', (code) => {
  const error = new PatchbayError(code, 'said', { retryAfterSeconds: 7 });

  it('has the same status by REST as by tRPC', () => {
    expect(getHTTPStatusCodeFromError(toTransport(error))).toBe(statuses[code]);
    expect(problemResponse(error, 'req_1').status).toBe(statuses[code]);
  });

  it('keeps its code and words, unless it is our own fault', () => {
    const refusal = refusalOf(toTransport(error), 'req_1');
    expect(refusal.code).toBe(code);
    expect(refusal.message === 'said').toBe(code !== 'internal');
  });
});

describe.each(callErrorCodes)('a failed call: %s', (call) => {
  const error = new IntegrationError(call, 'said');

  it('has the same status by REST as by tRPC', () => {
    const status = problemResponse(error, 'req_1').status;
    expect(getHTTPStatusCodeFromError(toTransport(error))).toBe(status);
    expect(status).toBe(callErrorStatus(call));
  });

  it('says what failed in both, unless it is our own fault', async () => {
    if (call === 'internal') return expect(isUnexpected(error)).toBe(true);
    expect(refusalOf(toTransport(error), 'req_1')).toMatchObject({ call, message: 'said' });
    expect(await problemResponse(error, 'req_1').json()).toMatchObject({ code: call });
  });
});

it('tells what passes from what stays', () => {
  const said = callErrorCodes.map((call) => [
    call,
    refusalOf(new IntegrationError(call, 'said'), null).retryable,
  ]);
  const passing = said.filter(([, retryable]) => retryable).map(([call]) => call);
  expect(passing).toEqual(['rate_limited', 'limited', 'circuit_open', 'timeout', 'unreachable']);
});

it.each([
  ['a provider that broke', new IntegrationError('provider', 'said', { httpStatus: 500 }), true],
  ['a provider that refuses', new IntegrationError('provider', 'said', { httpStatus: 422 }), false],
  [
    'a credential that is being renewed',
    new IntegrationError('auth', 'said', { retryAfterSeconds: 5 }),
    true,
  ],
  ['another revision', new PatchbayError('conflict', 'said'), false],
  ['a service that is away', new PatchbayError('unavailable', 'said'), true],
])('says whether it helps to ask again: %s', (_, error, retryable) => {
  expect(refusalOf(error, null).retryable).toBe(retryable);
});

describe('what nobody expected', () => {
  const leak = new Error('password=hunter2');

  it.each([
    ['an error', leak],
    ['an error inside a procedure', toTransport(leak)],
    [
      'an answer of the wrong shape',
      new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: z.string().safeParse(1).error }),
    ],
    ['a thrown word', 'hunter2'],
  ])('%s says only the request id', (_, error) => {
    expect(isUnexpected(error)).toBe(true);
    expect(refusalOf(error, 'req_1')).toEqual({
      code: 'internal',
      call: null,
      retryable: false,
      message: 'Something went wrong here. Quote req_1 when you report it.',
      fields: null,
      retryAfterSeconds: null,
    });
  });
});

describe('what the transport refuses', () => {
  it('never quotes the request', () => {
    for (const code of [
      'PARSE_ERROR',
      'BAD_REQUEST',
      'NOT_FOUND',
      'METHOD_NOT_SUPPORTED',
      'PAYLOAD_TOO_LARGE',
    ] as const) {
      const refusal = refusalOf(new TRPCError({ code, message: 'token=hunter2' }), null);
      expect(refusal.code).not.toBe('internal');
      expect(refusal.message).not.toContain('hunter2');
    }
  });

  it('names bad input by field', () => {
    const cause = z.object({ name: z.string('Give a name.') }).safeParse({}).error;
    expect(refusalOf(new TRPCError({ code: 'BAD_REQUEST', cause }), null)).toMatchObject({
      code: 'invalid_input',
      fields: { name: ['Give a name.'] },
    });
  });
});

it('says how long to wait', () => {
  const error = new PatchbayError('rate_limited', 'Slow down.', { retryAfterSeconds: 7 });
  expect(problemResponse(error, 'req_1').headers.get('retry-after')).toBe('7');
});
