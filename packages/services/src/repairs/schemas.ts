import { z } from 'zod';

/** `critical`: calls fail now. `warning`: they will, or part of them does. `notice`: worth planning for. */
export const repairSeverities = ['critical', 'warning', 'notice'] as const;

export const repairKinds = [
  'needs_reconnection',
  'credentials_refused',
  'unreachable',
  'misconfigured',
  'provider_trouble',
  'account_unconfirmed',
  'scope_drift',
  'renewal_failing',
  'expiring',
] as const;

/** What mends it. The page of the integration offers each of them. */
export const repairActions = [
  'connect',
  'edit_settings',
  'test',
  'confirm_account',
  'consent',
] as const;

export const ListRepairsInput = z.object({});

export const RepairView = z.object({
  /** Stable while the trouble lasts. */
  id: z.string(),
  integrationId: z.uuid(),
  provider: z.string(),
  name: z.string(),
  label: z.string(),
  kind: z.enum(repairKinds),
  severity: z.enum(repairSeverities),
  since: z.date(),
  /** What is wrong, and why, in sentences for people. */
  what: z.string(),
  why: z.string(),
  /** The one step that mends it. `scopes`: what to ask consent for; `pendingId`: what to confirm. */
  action: z.object({
    kind: z.enum(repairActions),
    label: z.string(),
    scopes: z.array(z.string()),
    pendingId: z.uuid().nullable(),
  }),
  /** The day it stops working, for what expires. */
  dueAt: z.date().nullable(),
});
export type RepairView = z.infer<typeof RepairView>;
