import {
  checkStages,
  healthReasons,
  healthResults,
  integrationStates,
  integrationStatuses,
  isStorable,
  nameText,
  PageInput,
  stageOutcomes,
} from '@patchbay/core';
import { z } from 'zod';

const provider = z.string().min(1).max(64);

/** Names one integration: by id, or by provider, of which an organization has one each. */
export const IntegrationRef = z
  .object({ id: z.uuid().optional(), provider: provider.optional() })
  .refine(
    ({ id, provider }) => (id === undefined) !== (provider === undefined),
    'Give either id or provider.',
  );
export type IntegrationRef = z.infer<typeof IntegrationRef>;

const ref = IntegrationRef.shape;
const oneOf = <T extends { id?: string | undefined; provider?: string | undefined }>(input: T) =>
  (input.id === undefined) !== (input.provider === undefined);
const refMessage = 'Give either id or provider.';

const label = nameText('Give it a name.');
const settings = z.record(
  z.string().max(64),
  z.unknown().refine(isStorable, 'contains characters that cannot be stored'),
);
/** The revision the person saw; when the settings moved on since, the change is refused with `conflict`. */
const expectedRevision = z.number().int().min(0).optional();

export const ListIntegrationsInput = z.object({
  category: z.string().max(40).optional(),
  status: z.enum(integrationStatuses).optional(),
  search: z.string().max(100).optional(),
});

export const UpdateIntegrationInput = z
  .object({
    ...ref,
    label: label.optional(),
    enabled: z.boolean().optional(),
    settings: settings.optional(),
    expectedRevision,
  })
  .refine(oneOf, refMessage);

export const ConfigureIntegrationInput = z
  .object({ ...ref, label: label.optional(), settings, expectedRevision })
  .refine(oneOf, refMessage);

export const TestIntegrationInput = z
  .object({
    ...ref,
    /** Chosen by the caller; the live events of this test carry it. */
    testId: z.string().min(1).max(64).optional(),
  })
  .refine(oneOf, refMessage);

export const IntegrationAuditInput = PageInput.extend({ ...ref }).refine(oneOf, refMessage);
export const IntegrationHealthInput = z
  .object({
    ...ref,
    hours: z.number().int().min(1).max(720).default(24),
    limit: z.number().int().min(1).max(100).default(20),
  })
  .refine(oneOf, refMessage);

/** The last 24 hours in equal buckets, oldest first; each bucket shows its worst check. */
export const HeartbeatView = z.object({
  from: z.date(),
  bucketMinutes: z.number(),
  buckets: z.array(z.enum([...healthResults, 'none'])),
  checks: z.number(),
  failures: z.number(),
});
export type HeartbeatView = z.infer<typeof HeartbeatView>;

export const IntegrationView = z.object({
  id: z.uuid(),
  provider: z.string(),
  /** The provider's name and category, so that a list needs no second call. */
  name: z.string(),
  vendor: z.string(),
  category: z.string(),
  description: z.string(),
  label: z.string(),
  enabled: z.boolean(),
  status: z.enum(integrationStatuses),
  /** One word for badges: status, health and enabled together. */
  state: z.enum(integrationStates),
  statusChangedAt: z.date(),
  health: z.enum(healthResults).nullable(),
  healthReason: z.enum(healthReasons).nullable(),
  errorMessage: z.string().nullable(),
  lastHealthCheck: z.date().nullable(),
  /** True after refused credentials: automatic checks wait for new settings. */
  checksHeld: z.boolean(),
  /** Whether this provider can be checked at all. */
  checkable: z.boolean(),
  /** Whether any request of its API can be made, through `calls.call` and the proxy. */
  callable: z.boolean(),
  /** Whether there are operations to run, or requests to make. */
  operable: z.boolean(),
  /** Whether people can have accounts in the system behind it. */
  hasAccounts: z.boolean(),
  /** Whether it sends webhooks that can be received. */
  hasWebhooks: z.boolean(),
  lastUsedAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  heartbeat: HeartbeatView,
  /** The name of the account it acts as: of a connection, or as a check of pasted credentials learned it. */
  account: z.string().nullable(),
  /** Set when calls of this provider go to the demo's sandbox instead of the vendor. */
  sandbox: z.string().nullable(),
});
export type IntegrationView = z.infer<typeof IntegrationView>;

/** What the form of a provider is drawn from. */
export const FieldView = z.object({
  key: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'secret', 'select', 'url', 'bool', 'port', 'map']),
  required: z.boolean(),
  /** Titles of the ways to connect that need it, where there are several ways; it is not required by itself then. */
  neededFor: z.array(z.string()),
  secret: z.boolean(),
  help: z.string().nullable(),
  placeholder: z.string().nullable(),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** A regular expression's source, and what to say when the value does not match it. */
  pattern: z.string().nullable(),
  patternMessage: z.string().nullable(),
  maxLength: z.number().int().nullable(),
  /** Decides where secrets are sent: with a new value of it, saved secrets have to be entered again. */
  destination: z.boolean(),
});
export type FieldView = z.infer<typeof FieldView>;

/** A secret answers only whether one is stored, never its value or length. */
export const MaskedValue = z.union([
  z.strictObject({ saved: z.boolean() }),
  z.record(z.string(), z.string()),
  z.string(),
  z.boolean(),
  z.number(),
  z.null(),
]);

export const PersonView = z.object({ id: z.uuid(), name: z.string() });

export const IntegrationDetailView = IntegrationView.extend({
  docs: z.string(),
  /** How to get the credentials, from the provider's definition. */
  setup: z.string().nullable(),
  /** What an own OAuth app has to allow as its redirect address; null where no consent page is. */
  callbackUrl: z.string().nullable(),
  fields: z.array(FieldView),
  settings: z.record(z.string(), MaskedValue),
  revision: z.number().int(),
  createdBy: PersonView.nullable(),
  updatedBy: PersonView.nullable(),
});
export type IntegrationDetailView = z.infer<typeof IntegrationDetailView>;

export const StageView = z.object({
  stage: z.enum(checkStages),
  outcome: z.enum(stageOutcomes),
  latencyMs: z.number(),
  note: z.string(),
});

export const CheckView = z.object({
  slot: z.date(),
  trigger: z.enum(['schedule', 'manual']),
  health: z.enum(healthResults),
  reason: z.enum(healthReasons).nullable(),
  message: z.string(),
  latencyMs: z.number(),
  stages: z.array(StageView),
  checkedAt: z.date(),
});
export type CheckView = z.infer<typeof CheckView>;

/** The answer of a test: the check, and the integration as it stands after it. */
export const TestView = z.object({ check: CheckView, integration: IntegrationView });
export type TestView = z.infer<typeof TestView>;

export const HealthHistoryView = z.object({
  heartbeat: HeartbeatView,
  /** Share of checks that were not `error`, 0–1; null without checks. */
  uptime: z.number().nullable(),
  medianLatencyMs: z.number().nullable(),
  /** The newest checks first. */
  checks: z.array(CheckView),
});
export type HealthHistoryView = z.infer<typeof HealthHistoryView>;
