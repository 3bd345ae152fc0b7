import { brokenReasons, connectionTypes, oauthApps } from '@patchbay/db';
import { z } from 'zod';
import { IntegrationRef, PersonView } from '../integrations/schemas.ts';

const ref = IntegrationRef.shape;
const oneOf = (input: { id?: string | undefined; provider?: string | undefined }) =>
  (input.id === undefined) !== (input.provider === undefined);
const refMessage = 'Give either id or provider.';

export const AuthorizeConnectionInput = z
  .object({
    ...ref,
    /** Scopes on top of the usual ones, from those the provider declares: consent for more of the same account. */
    scopes: z.array(z.string().min(1).max(200)).max(100).optional(),
    /** A path of this product to come back to; the integration's page unless told. */
    returnTo: z.string().max(2_000).optional(),
  })
  .refine(oneOf, refMessage);

export const AuthorizeConnectionView = z.object({
  /** Where to send the person's browser, as a whole page. */
  url: z.string(),
  expiresAt: z.date(),
});
export type AuthorizeConnectionView = z.infer<typeof AuthorizeConnectionView>;

export const PendingAccountInput = z
  .object({
    ...ref,
    /** `pending.id` of the connection: the account the person was shown. */
    pendingId: z.uuid(),
  })
  .refine(oneOf, refMessage);

/** One way to connect: `public` through the provider's consent page, `internal` with a pasted credential. */
export const ConnectionWay = z.object({
  type: z.enum(connectionTypes),
  title: z.string(),
  about: z.string(),
  /** Connected through a consent page (`connections.authorize`); otherwise by saving settings. */
  consent: z.boolean(),
  /** Whether it can be started now; `reason` says why not, for people. */
  allowed: z.boolean(),
  reason: z.string().nullable(),
  /** Settings that have to be filled in first. */
  missing: z.array(z.string()),
  /** Which OAuth app it would go through. */
  app: z.enum(oauthApps).nullable(),
  scopes: z.object({
    required: z.array(z.string()),
    default: z.array(z.string()),
    optional: z.array(z.string()),
  }),
});
export type ConnectionWay = z.infer<typeof ConnectionWay>;

export const connectionStates = ['none', 'connected', 'needs_reconnection'] as const;

export const ConnectionView = z.object({
  integrationId: z.uuid(),
  provider: z.string(),
  state: z.enum(connectionStates),
  /** Set with `needs_reconnection`: why, in a code and in a sentence for people, and since when. */
  broken: z
    .object({ reason: z.enum(brokenReasons), message: z.string(), since: z.date() })
    .nullable(),
  connectionType: z.enum(connectionTypes).nullable(),
  app: z.enum(oauthApps).nullable(),
  account: z
    .object({
      id: z.string(),
      name: z.string(),
      details: z.record(z.string(), z.unknown()),
    })
    .nullable(),
  scopes: z.object({
    granted: z.array(z.string()),
    required: z.array(z.string()),
    /** Required but not granted: ask for consent again. */
    missing: z.array(z.string()),
  }),
  /** When the access token ends; with `renews` it is replaced before. */
  expiresAt: z.date().nullable(),
  renews: z.boolean(),
  /** When the grant itself ends, where the provider says so: from then on only a new consent helps. */
  grantExpiresAt: z.date().nullable(),
  /** Renewing fails for a passing reason; the token in use may still be good. */
  trouble: z
    .object({ code: z.string(), failures: z.number().int(), nextTryAt: z.date().nullable() })
    .nullable(),
  connectedAt: z.date().nullable(),
  connectedBy: PersonView.nullable(),
  lastUsedAt: z.date().nullable(),
  lastRefreshedAt: z.date().nullable(),
  /** A grant for another account that somebody has to confirm or drop. */
  pending: z
    .object({ id: z.uuid(), accountId: z.string(), accountName: z.string(), expiresAt: z.date() })
    .nullable(),
  ways: z.array(ConnectionWay),
  /** Whether any way can be used; `reason` when none can. */
  allowed: z.boolean(),
  reason: z.string().nullable(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** What became of the tokens at the provider. `queued`: not confirmed yet, a job goes on trying. */
export const revocations = ['revoked', 'queued', 'unsupported', 'none'] as const;
export type Revocation = (typeof revocations)[number];

export const DisconnectView = z.object({
  connection: ConnectionView,
  revocation: z.enum(revocations),
});
export type DisconnectView = z.infer<typeof DisconnectView>;
