import { z } from 'zod';

const headerName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/, 'must be the name of a header');

/**
 * Where a value stands in a request. With a `separator` the header is a list and every item that begins with `prefix`
 * counts: `webhook-signature: v1,aaa v1,bbb`, or the `t=` of `x-signature: t=1700000000,v1=aaa`.
 */
export const HeaderPart = z.object({
  header: headerName,
  separator: z.enum([' ', ',', ';']).optional(),
  prefix: z.string().max(40).default(''),
});
export type HeaderPart = z.infer<typeof HeaderPart>;

export const encodings = ['hex', 'base64', 'base64url'] as const;
export type Encoding = (typeof encodings)[number];

/** What is signed, in order. `body` is the raw bytes; `timestamp` and `id` are the header's text as it came. */
export const SignedPart = z.union([
  z.enum(['body', 'timestamp', 'id']),
  z.object({ text: z.string().min(1).max(100) }),
]);
export type SignedPart = z.infer<typeof SignedPart>;

const tolerance = z.number().int().min(1).max(86_400);

/** When the sender signed, and how many seconds that may lie behind and ahead of our clock. */
export const TimestampRule = HeaderPart.extend({
  unit: z.enum(['seconds', 'milliseconds']).default('seconds'),
  pastSeconds: tolerance.default(300),
  futureSeconds: tolerance.default(300),
});
export type TimestampRule = z.infer<typeof TimestampRule>;

const signedRequest = {
  signature: HeaderPart.extend({ encoding: z.enum(encodings) }),
  signed: z.array(SignedPart).min(1).max(12),
  timestamp: TimestampRule.optional(),
  id: HeaderPart.optional(),
};

/** How a request proves where it comes from. There is no rule that lets an unproved one in. */
export const Verifier = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('hmac'),
      hash: z.enum(['sha256', 'sha1', 'sha512']),
      ...signedRequest,
      /** How the secret becomes a key: its text in UTF-8, or the bytes it spells after `prefix`. */
      key: z
        .object({
          encoding: z.enum(['utf8', ...encodings]),
          prefix: z.string().max(20).default(''),
        })
        .default({ encoding: 'utf8', prefix: '' }),
    }),
    z.object({ kind: z.literal('ed25519'), ...signedRequest, key: z.enum(['hex', 'base64']) }),
    /** A shared token in a header: proves the sender, not the body. */
    z.object({ kind: z.literal('token'), ...HeaderPart.shape }),
    /** A secret as the last part of the path, for senders that can sign nothing and set no header. */
    z.object({ kind: z.literal('path') }),
  ])
  .superRefine((verifier, context) => {
    if (verifier.kind === 'token' || verifier.kind === 'path') return;
    const { signed, timestamp, id } = verifier;
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (!signed.includes('body')) refuse('signed', 'The body has to be among what is signed.');
    if (signed.includes('timestamp') !== (timestamp !== undefined))
      refuse('timestamp', 'A timestamp is declared if and only if it is signed.');
    if (signed.includes('id') && id === undefined)
      refuse('id', 'Say which header carries the signed id.');
  });
export type Verifier = z.infer<typeof Verifier>;

const pointer = z
  .string()
  .max(200)
  .regex(/^(\/([^~/]|~[01])*)+$/, 'must be a JSON pointer such as /event/type');

/**
 * Where something about an event is read. `pointers` joins several values and counts only if all are there; `digest`
 * is SHA-256 of the parts. A digest without a timestamp holds for `withinSeconds`, since the same body may be meant
 * twice.
 */
export const EventSource = z.union([
  z.object({ header: headerName }),
  z.object({ pointers: z.array(pointer).min(1).max(4) }),
  z.object({
    digest: z.array(z.enum(['body', 'timestamp'])).min(1),
    withinSeconds: z.number().int().min(1).max(86_400).optional(),
  }),
]);
export type EventSource = z.infer<typeof EventSource>;

const sources = z.array(EventSource).max(6);

/** Everything about a sender that is data; what an admin enters for a custom source. The first source found counts. */
export const WebhookRules = z.object({
  verifier: Verifier,
  /** What two copies of one delivery share. Without any: digest of body and timestamp. */
  deliveryId: sources.default([]),
  eventType: sources.default([]),
  channel: sources.default([]),
});
export type WebhookRules = z.infer<typeof WebhookRules>;

/** Dialogues that a sender holds with an address before, or beside, its events. */
export const handshakes = ['url_verification', 'interactions', 'verification_token'] as const;
export type Handshake = (typeof handshakes)[number];

/**
 * Where the secret comes from: the provider shows it (`entered`), we make it and the person enters it there
 * (`generated`), or the provider sends it once to an address that has none yet (`captured`).
 */
export const secretOrigins = ['entered', 'generated', 'captured'] as const;
export type SecretOrigin = (typeof secretOrigins)[number];

export type WebhookSecret = {
  origin: SecretOrigin;
  label: string;
  help: string;
  /** A field of the provider's settings that holds one as well. */
  field?: string;
  /** What an entered one must look like. */
  shape?: { regex: RegExp; message: string };
  /** Set in front of a generated one. */
  prefix?: string;
};

/** How one sender's webhooks are received. */
export type Webhooks = {
  title: string;
  about: string;
  docs?: string;
  /** `null`: each source brings its own. */
  rules: WebhookRules | null;
  secret: WebhookSecret;
  handshake?: Handshake;
  /**
   * The operator's own app receives for all organizations at `/hooks/<provider>`: the variable with its secret, and
   * where an event names the accounts it concerns (`*` stands for each item of a list).
   */
  app?: { secretVariable: string; accounts: readonly string[] };
  /** Types of events that say that the provider takes the credentials no more; the integration is checked then. */
  ending?: readonly string[];
  /** What an accepted event is answered with. */
  answer: 200 | 202 | 204;
  /** Sent with refusals, such as Slack's request not to try again. */
  refusalHeaders?: Readonly<Record<string, string>>;
  /** How long the sender waits, in milliseconds. */
  deadlineMs: number;
  maxBodyBytes: number;
  /** What a person does at the provider; `{url}` and `{secret}` stand for the source's own. */
  setup: readonly string[];
};

export const webhookDefaults = { answer: 200, deadlineMs: 5_000, maxBodyBytes: 1_048_576 } as const;
