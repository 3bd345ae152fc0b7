import { PageInput, StorableText } from '@patchbay/core';
import { accountStatuses, offboardingKinds, removalStates } from '@patchbay/db';
import { z } from 'zod';

export const PlanOffboardingInput = z.object({ memberId: z.uuid() });

const reason = StorableText.trim().max(300, 'At most 300 characters.');

export const StartOffboardingInput = z.object({
  memberId: z.uuid(),
  /** Whether the API keys that the person made stop working. */
  revokeKeys: z.boolean().default(true),
  reason: reason.default(''),
});

export const ListOffboardingsInput = PageInput;
export const GetOffboardingInput = z.object({ offboardingId: z.uuid() });
export const RetryRemovalInput = z.object({ removalId: z.uuid() });
export const SettleRemovalInput = z.object({
  removalId: z.uuid(),
  reason: reason.min(1, 'Say what was done, for the report.'),
});

export const evidenceFormats = ['csv', 'json'] as const;
export const OffboardingEvidenceInput = z.object({
  offboardingId: z.uuid(),
  format: z.enum(evidenceFormats),
});

/**
 * What happens to an account: `deleted`, its name free again; `kept`, closed while the name stays taken; `manual`, the
 * system does not let a program remove it, so somebody has to.
 */
export const removalPlans = ['deleted', 'kept', 'manual'] as const;

export const PlannedRemovalView = z.object({
  accountId: z.uuid(),
  provider: z.string(),
  providerName: z.string(),
  noun: z.string(),
  identifier: z.string(),
  status: z.enum(accountStatuses),
  plan: z.enum(removalPlans),
  /** What a person must know first, in the system's own words; null where there is nothing to say. */
  about: z.string().nullable(),
});

export const PlannedKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  lastUsedAt: z.date().nullable(),
});

export const OffboardingPlanView = z.object({
  memberId: z.uuid(),
  person: z.object({ userId: z.uuid(), name: z.string(), email: z.string() }),
  accounts: z.array(PlannedRemovalView),
  /** Working keys that the person made. */
  keys: z.array(PlannedKeyView),
  /** Why it cannot be done, such as the last owner; null when it can. */
  refusal: z.string().nullable(),
});
export type OffboardingPlanView = z.infer<typeof OffboardingPlanView>;

/** `running`: something is still tried. `attention`: something was given up and waits for a person. */
export const offboardingStates = ['running', 'attention', 'done'] as const;

export const OffboardingView = z.object({
  id: z.uuid(),
  /** `member`: left the organization. `person`: deleted from this Patchbay. */
  kind: z.enum(offboardingKinds),
  person: z.object({ name: z.string(), email: z.string() }),
  reason: z.string(),
  /** Who asked for it. */
  by: z.string(),
  createdAt: z.date(),
  state: z.enum(offboardingStates),
  accounts: z.number().int(),
  settled: z.number().int(),
  waiting: z.number().int(),
  failed: z.number().int(),
  keysRevoked: z.number().int(),
});
export type OffboardingView = z.infer<typeof OffboardingView>;

export const RemovalView = z.object({
  id: z.uuid(),
  provider: z.string(),
  providerName: z.string(),
  identifier: z.string(),
  plan: z.enum(removalPlans),
  state: z.enum(removalStates),
  attempts: z.number().int(),
  /** In plain words; null when nothing went wrong. */
  error: z.string().nullable(),
  startedAt: z.date().nullable(),
  nextAttemptAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  /** Who settled it by hand, and what they said. */
  byHand: z.object({ by: z.string(), reason: z.string() }).nullable(),
});
export type RemovalView = z.infer<typeof RemovalView>;

export const OffboardingReportView = OffboardingView.extend({ removals: z.array(RemovalView) });
export type OffboardingReportView = z.infer<typeof OffboardingReportView>;

/** A file to keep: `sha256` is that of `text` as UTF-8, in hex. */
export const EvidenceView = z.object({
  filename: z.string(),
  contentType: z.string(),
  text: z.string(),
  sha256: z.string(),
});
export type EvidenceView = z.infer<typeof EvidenceView>;
