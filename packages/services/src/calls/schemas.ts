import { PageInput } from '@patchbay/core';
import { callStatuses } from '@patchbay/db';
import { z } from 'zod';
import { breakerStates } from './breaker.ts';
import { callErrorCodes } from './integration-error.ts';

export const callMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type CallMethod = (typeof callMethods)[number];

const scalar = z.union([z.string().max(8_000), z.number(), z.boolean()]);

/** Names the request through logs, answers and the provider; made here when absent. */
export const CorrelationId = z
  .string()
  .regex(/^[\w.:-]{8,64}$/, 'must be 8 to 64 letters, digits or . : _ -');

/** A call of a provider's API. `endpoint` is relative to its base address: `/me`, `/customers?page=2`. */
export const MakeCallInput = z.object({
  provider: z.string().min(1).max(64),
  method: z.enum(callMethods).default('GET'),
  endpoint: z.string().max(8_000),
  headers: z.record(z.string().max(100), z.string().max(8_000)).optional(),
  /** Encoded here; a list repeats its name. */
  query: z.record(z.string().max(200), z.union([scalar, z.array(scalar).max(100)])).optional(),
  /** JSON, or text that is sent as it is when `content-type` is given and is not JSON. */
  body: z.json().optional(),
  correlationId: CorrelationId.optional(),
});
export type MakeCall = z.input<typeof MakeCallInput>;

/** Milliseconds. `queue`: waiting here; `connect`: until it was on the wire; `upstream`: until the last byte. */
export const CallTimings = z.object({
  totalMs: z.number(),
  queueMs: z.number(),
  connectMs: z.number(),
  upstreamMs: z.number(),
  overheadMs: z.number(),
});
export type CallTimings = z.infer<typeof CallTimings>;

/** The provider's answer. `data` is parsed JSON, else text; header names are in lower case. */
export const CallResult = z.object({
  httpStatus: z.number().int(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  data: z.unknown(),
  correlationId: z.string(),
  timings: CallTimings,
});
export type CallResult = z.infer<typeof CallResult>;

/** The answer of a test call (seed 004): trouble is an answer here, not an error. */
export const CallTestResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    httpStatus: z.number().int(),
    correlationId: z.string(),
    data: z.unknown(),
    headers: CallResult.shape.headers,
    timings: CallTimings,
  }),
  z.object({
    ok: z.literal(false),
    code: z.enum(callErrorCodes),
    message: z.string(),
    httpStatus: z.number().int().optional(),
    correlationId: z.string(),
    data: z.unknown().optional(),
    timings: CallTimings.optional(),
  }),
]);
export type CallTestResult = z.infer<typeof CallTestResult>;

/** Calls on record, newest first. `outcome`: our status word, or a class of HTTP statuses. */
export const ListCallsInput = PageInput.extend({
  provider: z.string().max(64).optional(),
  integrationId: z.uuid().optional(),
  outcome: z.enum([...callStatuses, '2xx', '3xx', '4xx', '5xx']).optional(),
  httpStatus: z.number().int().min(100).max(599).optional(),
  from: z.date().optional(),
  until: z.date().optional(),
  correlationId: z.string().max(64).optional(),
});

export const CallView = z.object({
  id: z.uuid(),
  createdAt: z.date(),
  integrationId: z.uuid(),
  provider: z.string(),
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  method: z.string(),
  /** Path and query, with secrets taken out. */
  endpoint: z.string(),
  status: z.enum(callStatuses),
  httpStatus: z.number().int().nullable(),
  correlationId: z.string(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  timings: CallTimings,
});
export type CallView = z.infer<typeof CallView>;

export const GetCallInput = z.object({ id: z.uuid(), createdAt: z.date() });

/** One call with what is left of its bodies: redacted, cut at 4 KiB, `null` when nothing readable was there. */
export const CallDetailView = CallView.extend({
  request: z.string().nullable(),
  response: z.string().nullable(),
  /** A command line that repeats the call through Patchbay; the key is a placeholder. */
  curl: z.string(),
});
export type CallDetailView = z.infer<typeof CallDetailView>;

export const limitModes = ['observe', 'enforce'] as const;

/** An integration's own limit. `observe` counts what would have been refused and refuses nothing. */
export const OwnLimits = z.object({
  mode: z.enum(limitModes),
  perMinute: z.number().int().min(1).max(1_000_000),
  /** Calls that may start at once after a quiet time; a tenth of a minute's unless told. */
  burst: z.number().int().min(1).max(1_000_000).optional(),
});
export type OwnLimits = z.infer<typeof OwnLimits>;

export const SetLimitsInput = z.object({
  provider: z.string().min(1).max(64),
  /** `null` takes the limit away. */
  limits: OwnLimits.nullable(),
});

export const LimitsInput = z.object({ provider: z.string().min(1).max(64) });

/** What holds calls of one integration back. The breaker and the log's counts are of the asked process. */
export const LimitsView = z.object({
  own: OwnLimits.nullable(),
  /** Calls that were over the own limit since this process started: refused, or only counted. */
  over: z.number().int(),
  /** As the provider's last answer had it. */
  provider: z.object({
    limit: z.number().nullable(),
    remaining: z.number().nullable(),
    resetAt: z.date().nullable(),
    blockedUntil: z.date().nullable(),
  }),
  breaker: z.object({ state: z.enum(breakerStates), retryAt: z.date().nullable() }),
  log: z.object({
    enabled: z.boolean(),
    waiting: z.number().int(),
    written: z.number().int(),
    dropped: z.number().int(),
  }),
});
export type LimitsView = z.infer<typeof LimitsView>;
