import { PageInput, StorableText } from '@patchbay/core';
import { accountStatuses, driftKinds } from '@patchbay/db';
import { z } from 'zod';

/**
 * What can be done about a finding. `adopt`: it becomes a person's account. `remove_outside`, `recreate`: there.
 * `suspend_outside`, `resume_outside`: there as it is here. `accept_outside`: here as it is there. `forget`: the
 * account is closed here as well. Ignoring is a verb of its own.
 */
export const driftPlans = [
  'adopt',
  'remove_outside',
  'recreate',
  'forget',
  'suspend_outside',
  'resume_outside',
  'accept_outside',
] as const;
export type DriftPlan = (typeof driftPlans)[number];

export const driftStates = ['open', 'ignored', 'resolved'] as const;
export type DriftState = (typeof driftStates)[number];

export const ListDriftInput = PageInput.extend({
  /** One of them only. */
  id: z.uuid().optional(),
  provider: z.string().max(64).optional(),
  kind: z.enum(driftKinds).optional(),
  /** `open` unless told. */
  state: z.enum(driftStates).default('open'),
  search: StorableText.max(120).optional(),
});

/** All systems that can be listed, or one. */
export const CheckDriftInput = z.object({ provider: z.string().max(64).optional() });

export const ApplyDriftInput = z.object({
  driftId: z.uuid(),
  plan: z.enum(driftPlans),
  /** Whose account it becomes; for `adopt` only. */
  userId: z.uuid().optional(),
});

export const IgnoreDriftInput = z.object({
  driftId: z.uuid(),
  reason: StorableText.trim()
    .min(1, 'Say why, for whoever looks next.')
    .max(300, 'At most 300 characters.'),
});
export const UnignoreDriftInput = z.object({ driftId: z.uuid() });

const PersonView = z.object({ userId: z.uuid(), name: z.string(), email: z.string() });

export const DriftView = z.object({
  id: z.uuid(),
  provider: z.string(),
  providerName: z.string(),
  /** `IRC account` */
  noun: z.string(),
  kind: z.enum(driftKinds),
  state: z.enum(driftStates),
  identifier: z.string(),
  /** Our account; null for one that is unclaimed. */
  accountId: z.uuid().nullable(),
  person: PersonView.nullable(),
  here: z.enum(accountStatuses).nullable(),
  there: z.enum(['active', 'suspended']).nullable(),
  /** What the system says of it. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Whom an unclaimed account may belong to, the likeliest first. */
  suggestions: z.array(PersonView.extend({ because: z.enum(['mark', 'email', 'identifier']) })),
  /** What can be done about it in this system. */
  plans: z.array(z.enum(driftPlans)),
  /** The reason why the last plan came to nothing. */
  lastError: z.string().nullable(),
  ignored: z.object({ reason: z.string(), by: z.string(), at: z.date() }).nullable(),
  foundAt: z.date(),
  seenAt: z.date(),
  resolvedAt: z.date().nullable(),
});
export type DriftView = z.infer<typeof DriftView>;

/** The last comparison of a system. */
export const DriftCheckView = z.object({
  provider: z.string(),
  providerName: z.string(),
  /** False where the system cannot list its accounts: only what we know of can be looked up there. */
  canList: z.boolean(),
  state: z.enum(['never', 'running', 'done', 'failed']),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  /** Accounts read so far, which moves while it runs. */
  seen: z.number().int(),
  open: z.number().int(),
  error: z.string().nullable(),
});
export type DriftCheckView = z.infer<typeof DriftCheckView>;

export const DriftSummaryView = z.object({
  checks: z.array(DriftCheckView),
  open: z.number().int(),
  ignored: z.number().int(),
});
export type DriftSummaryView = z.infer<typeof DriftSummaryView>;

/** What became of a plan: `started` goes on in the background, and the finding goes when it is done. */
export const AppliedDriftView = z.object({
  outcome: z.enum(['done', 'started']),
  accountId: z.uuid().nullable(),
});
export type AppliedDriftView = z.infer<typeof AppliedDriftView>;
