import { z } from 'zod';

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

export const OperationResult = z.object({ output: z.unknown(), correlationId: z.string() });
export type OperationResult = z.infer<typeof OperationResult>;
