import { z } from 'zod';
import { CallResult, CallTimings } from '../calls/schemas.ts';

export const ListOperationsInput = z.object({ provider: z.string().min(1).max(64) });

/** One thing a provider can do; `input` and `output` are JSON Schemas (draft 2020-12). */
export const OperationView = z.object({
  name: z.string(),
  title: z.string(),
  about: z.string(),
  effect: z.enum(['read', 'write']),
  scopes: z.array(z.string()),
  input: z.record(z.string(), z.unknown()),
  output: z.record(z.string(), z.unknown()),
});
export type OperationView = z.infer<typeof OperationView>;

export const RunOperationInput = z.object({
  provider: z.string().min(1).max(64),
  operation: z.string().min(1).max(100),
  input: z.record(z.string(), z.unknown()).default({}),
  correlationId: z
    .string()
    .regex(/^[\w.:-]{8,64}$/)
    .optional(),
});

/**
 * What an operation put out, and how it came about. An operation may make several requests: status and headers are
 * those of the last answer (`null` and none without any), times are those of all of them.
 */
export const OperationResult = z.object({
  output: z.unknown(),
  httpStatus: z.number().int().nullable(),
  headers: CallResult.shape.headers,
  correlationId: z.string(),
  timings: CallTimings,
});
export type OperationResult = z.infer<typeof OperationResult>;
