import { nameText, PageInput, pageOf, StorableText } from '@patchbay/core';
import { webhookEndpointKinds, webhookEventStates } from '@patchbay/db';
import { handshakes, secretOrigins, WebhookRules } from '@patchbay/providers';
import { z } from 'zod';

/** A provider's key (`slack`) or that of a generic sender (`standard-webhooks`, `github`, `custom`). */
const sender = z.string().min(1).max(64);
const name = nameText('Give it a name.');
const secret = StorableText.min(8, 'At least 8 characters.').max(4_000);
const pattern = StorableText.trim().min(1).max(200);

/** Names, or the beginnings of names with a `*` behind: `message.*`. An absent list lets everything through. */
export const FiltersInput = z.object({
  events: z.array(pattern).max(200).optional(),
  channels: z.array(pattern).max(200).optional(),
});
export type FiltersInput = z.infer<typeof FiltersInput>;

export const SourceRef = z.object({ id: z.uuid() });

export const ListSourcesInput = z.object({ provider: sender.optional() });

export const CreateSourceInput = z.object({
  provider: sender,
  name: name.optional(),
  /** Where the provider shows it (`secret.origin` is `entered`); elsewhere it is made here. */
  secret: secret.optional(),
  /** Of a custom sender, and only there. */
  rules: WebhookRules.optional(),
  filters: FiltersInput.optional(),
});

export const UpdateSourceInput = z.object({
  ...SourceRef.shape,
  name: name.optional(),
  enabled: z.boolean().optional(),
  rules: WebhookRules.optional(),
  /** Those of an integration hold for all its sources. */
  filters: FiltersInput.optional(),
});

export const RotateSourceSecretInput = z.object({
  ...SourceRef.shape,
  /** Where the provider shows it; elsewhere a new one is made. */
  secret: secret.optional(),
  /** For so long the earlier secret counts as well; 0 ends it at once. */
  overlapHours: z.number().int().min(0).max(720).default(24),
});

/** What can send webhooks, for the picker. */
export const SenderView = z.object({
  key: z.string(),
  title: z.string(),
  about: z.string(),
  docs: z.string().nullable(),
  /** False for a generic sender. */
  isProvider: z.boolean(),
  /** True for the one whose rules a person enters. */
  isCustom: z.boolean(),
  rules: WebhookRules.nullable(),
  secret: z.object({
    origin: z.enum(secretOrigins),
    label: z.string(),
    help: z.string(),
    /** The field of the integration's settings whose value counts as well. */
    field: z.string().nullable(),
    pattern: z.string().nullable(),
    patternMessage: z.string().nullable(),
  }),
  handshake: z.enum(handshakes).nullable(),
  /** What a person does there; `{url}` and `{secret}` stand for the source's own. */
  setup: z.array(z.string()),
});
export type SenderView = z.infer<typeof SenderView>;

export const SourceView = z.object({
  id: z.uuid(),
  provider: z.string(),
  /** `app`: what the operator's app receives for this organization; it has no address and no secret of its own. */
  kind: z.enum(webhookEndpointKinds),
  title: z.string(),
  name: z.string(),
  integrationId: z.uuid().nullable(),
  /** To be entered at the sender. Null for `app`; without its last part where that is the secret. */
  url: z.string().nullable(),
  enabled: z.boolean(),
  filters: FiltersInput,
  rules: WebhookRules.nullable(),
  secret: z.object({
    origin: z.enum(secretOrigins),
    /** `missing`: nothing can be verified yet, so everything is refused. */
    state: z.enum(['missing', 'set', 'settings']),
    setAt: z.date().nullable(),
    /** The earlier secret counts until then; null when there is none. */
    previousUntil: z.date().nullable(),
    /** Whether a request was ever verified with the current one. */
    confirmed: z.boolean(),
  }),
  received: z.number().int(),
  duplicates: z.number().int(),
  refused: z.number().int(),
  /** The last few, newest first. */
  refusals: z.array(z.object({ at: z.date(), reason: z.string() })),
  lastUsedAt: z.date().nullable(),
  lastRefusedAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type SourceView = z.infer<typeof SourceView>;

export const SourceDetailView = SourceView.extend({
  sender: SenderView,
  /** A captured secret that the person still has to enter at the provider; gone after the first verified event. */
  capturedSecret: z.string().nullable(),
});
export type SourceDetailView = z.infer<typeof SourceDetailView>;

/** A secret that was made here, answered once. Where it is part of the address, `url` is the whole address. */
export const SourceWithSecretView = SourceView.extend({ newSecret: z.string().nullable() });
export type SourceWithSecretView = z.infer<typeof SourceWithSecretView>;

/** A request as it might arrive; nothing of it is stored. */
export const TryVerifierInput = z.object({
  rules: WebhookRules,
  secret: z.string().max(4_000),
  /** Header lines, `name: value` each. */
  headers: z.string().max(20_000),
  body: z.string().max(200_000),
  /** When it arrives; now unless told, so that an old sample can be tried. */
  at: z.date().optional(),
});

export const tryStepNames = [
  'signature',
  'timestamp',
  'id',
  'key',
  'match',
  'deliveryId',
  'eventType',
  'channel',
] as const;
export const TryVerifierView = z.object({
  accepted: z.boolean(),
  /** Why not, in the words that a refusal is sampled with. */
  reason: z.string().nullable(),
  steps: z.array(
    z.object({
      step: z.enum(tryStepNames),
      outcome: z.enum(['passed', 'failed', 'skipped']),
      /** What was found; never the secret or what was computed from it. */
      note: z.string(),
    }),
  ),
});
export type TryVerifierView = z.infer<typeof TryVerifierView>;

export const ListEventsInput = PageInput.extend({
  sourceId: z.uuid().optional(),
  provider: sender.optional(),
  state: z.enum(webhookEventStates).optional(),
  eventType: StorableText.max(200).optional(),
  channel: StorableText.max(200).optional(),
  deliveryId: StorableText.max(200).optional(),
  from: z.date().optional(),
  until: z.date().optional(),
});

/** With the time its row is found without searching every day. */
export const EventRef = z.object({ id: z.uuid(), receivedAt: z.date() });

export const EventView = z.object({
  id: z.uuid(),
  receivedAt: z.date(),
  sourceId: z.uuid(),
  sourceName: z.string(),
  integrationId: z.uuid().nullable(),
  provider: z.string(),
  deliveryId: z.string(),
  eventType: z.string().nullable(),
  channel: z.string().nullable(),
  state: z.enum(webhookEventStates),
  signedAt: z.date().nullable(),
  handedOnAt: z.date().nullable(),
  failures: z.number().int(),
  sizeBytes: z.number().int(),
});
export type EventView = z.infer<typeof EventView>;
export const EventPage = pageOf(EventView);

export const EventDetailView = EventView.extend({
  contentType: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  /** The body as text, if it is UTF-8; at most 256 KiB of it. */
  body: z.string().nullable(),
  /** The same bytes in base64 where they are no text. */
  bodyBase64: z.string().nullable(),
  isTruncated: z.boolean(),
});
export type EventDetailView = z.infer<typeof EventDetailView>;
