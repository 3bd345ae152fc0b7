import { PageInput } from '@patchbay/core';
import { z } from 'zod';

const word = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w.-]+$/);

export const ListAuditInput = PageInput.extend({
  action: word(60).optional(),
  provider: word(64).optional(),
});

export const AuditView = z.object({
  id: z.uuid(),
  sequence: z.number().int(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  provider: z.string().nullable(),
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  requestId: z.string(),
  details: z.record(z.string(), z.unknown()),
  createdAt: z.date(),
});
export type AuditView = z.infer<typeof AuditView>;

/** `intact`, or the first row that does not follow from the one before it. */
export const AuditVerificationView = z.object({
  intact: z.boolean(),
  rows: z.number().int(),
  brokenAt: z.number().int().nullable(),
  head: z.string(),
});
export type AuditVerificationView = z.infer<typeof AuditVerificationView>;
