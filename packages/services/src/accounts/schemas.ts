import { isStorable, PageInput, StorableText } from '@patchbay/core';
import {
  accountOperations,
  accountOrigins,
  accountStatuses,
  accountTroubles,
  bulkKinds,
  bulkOutcomes,
} from '@patchbay/db';
import { z } from 'zod';
import { PersonView } from '../integrations/schemas.ts';

const provider = z.string().min(1).max(64);
const text = (max: number) => StorableText.max(max);
const values = z.record(
  z.string().max(64),
  z.unknown().refine(isStorable, 'contains characters that cannot be stored'),
);
const ref = { provider, accountId: z.uuid() };
/** Why, for the audit log and for systems that keep a reason. */
const reason = text(300).optional();
/** The short form, such as `ann`; the provider's declaration says whether it can be left out. */
const identifier = text(200).optional();

export const AccountRef = z.object(ref);
export type AccountRef = z.infer<typeof AccountRef>;

export const CurrentAccountInput = z.object({ provider });

export const ListAccountsInput = PageInput.extend({
  /** One person's; everybody's if absent, which for members means their own. */
  personId: z.uuid().optional(),
  provider: provider.optional(),
  status: z.enum(accountStatuses).optional(),
  /** `true`: only those with an operation under way or failed. */
  pending: z.boolean().optional(),
  /** Part of the identifier, or of the person's name or e-mail address. */
  search: text(100).optional(),
});

export const CreateAccountInput = z.object({
  provider,
  /** Oneself unless told; for somebody else it takes `accounts:edit`. */
  personId: z.uuid().optional(),
  identifier,
  /** What the provider asks for besides, see `offers`. */
  input: values.default({}),
});

/** Bringing one's own account by consenting at the provider, where that is how it is done. */
export const AuthorizeAccountInput = z.object({
  provider,
  /** A path of this product to come back to; the page of one's own accounts unless told. */
  returnTo: z.string().max(2_000).optional(),
});

export const UpdateAccountInput = z.object({
  ...ref,
  status: z.enum(['active', 'suspended']).optional(),
  metadata: values
    .refine((value) => JSON.stringify(value).length <= 10_000, 'is longer than 10,000 characters')
    .optional(),
  /** What the provider's own `update` takes. */
  input: values.optional(),
  reason,
});

export const AccountChangeInput = z.object({ ...ref, reason });

export const AdoptAccountInput = z.object({
  provider,
  personId: z.uuid().optional(),
  identifier: text(200).min(1),
  /** The account's present password: whoever has it proves that it is theirs. Used once and kept nowhere. */
  secret: text(1_000).optional(),
});

export const CustomOperationInput = z.object({
  ...ref,
  operation: z.string().min(1).max(64),
  input: values.default({}),
});

const mostInBulk = 1_000;

export const CreateManyInput = z.object({
  provider,
  people: z
    .array(z.object({ personId: z.uuid(), identifier }))
    .min(1)
    .max(mostInBulk),
  /** The same for all of them. */
  input: values.default({}),
});

export const ChangeManyInput = z.object({
  provider,
  change: z.enum(['suspend', 'resume', 'remove']),
  accountIds: z.array(z.uuid()).min(1).max(mostInBulk),
  reason,
});

export const BulkRef = z.object({ bulkId: z.uuid() });
export const ListBulksInput = PageInput;

/** What is under way with an account, or stopped half-way. */
export const AccountOperationView = z.object({
  kind: z.enum(accountOperations),
  attempts: z.number().int(),
  startedAt: z.date(),
  /** Null once it failed for good. */
  nextAttemptAt: z.date().nullable(),
  lastError: z.string().nullable(),
  trouble: z.enum(accountTroubles).nullable(),
  /** Trying again makes no sense until somebody decides: retry, cancel, or for a taken name adopt. */
  failed: z.boolean(),
});

export const AccountView = z.object({
  id: z.uuid(),
  provider: z.string(),
  providerName: z.string(),
  person: PersonView.extend({ email: z.string() }),
  identifier: z.string(),
  status: z.enum(accountStatuses),
  origin: z.enum(accountOrigins),
  metadata: z.record(z.string(), z.unknown()),
  /** What the system last said of it; never a secret. */
  details: z.record(z.string(), z.unknown()),
  /** False: the password that holds was shown to nobody, so a new one has to be made. Null: there is none. */
  secretShown: z.boolean().nullable(),
  /** Somebody else than the person suspended it, so the person cannot resume it. */
  suspendedByOther: z.boolean(),
  /** A removed account whose name stays taken. */
  nameHeld: z.boolean(),
  operation: AccountOperationView.nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  deletedAt: z.date().nullable(),
});
export type AccountView = z.infer<typeof AccountView>;

const jsonSchema = z.record(z.string(), z.unknown());
const secretLabel = z.object({ label: z.string() }).nullable();

/** What can be done to accounts of a provider; what is not there is not offered. */
export const AbilitiesView = z.object({
  noun: z.string(),
  identifier: z.object({
    label: z.string(),
    help: z.string(),
    placeholder: z.string().nullable(),
    choice: z.enum(['required', 'suggested', 'consent']),
  }),
  consent: z.object({ about: z.string() }).nullable(),
  input: jsonSchema,
  update: z
    .object({
      title: z.string(),
      about: z.string(),
      audience: z.enum(['own', 'admin']),
      input: jsonSchema,
    })
    .nullable(),
  secret: secretLabel,
  canSuspend: z.boolean(),
  canResetSecret: z.boolean(),
  canRemove: z.boolean(),
  canList: z.boolean(),
  canProve: z.boolean(),
  removal: z
    .object({ about: z.string(), leaves: z.enum(['deleted', 'kept']).nullable() })
    .nullable(),
  operations: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      about: z.string(),
      audience: z.enum(['own', 'admin']),
      input: jsonSchema,
      secret: secretLabel,
    }),
  ),
});
export type AbilitiesView = z.infer<typeof AbilitiesView>;

/** A provider with accounts: whether one can have an account there now, and one's own. */
export const AccountOfferView = z.object({
  provider: z.string(),
  name: z.string(),
  vendor: z.string(),
  category: z.string(),
  description: z.string(),
  available: z.boolean(),
  /** Why it is not available, in a sentence. */
  reason: z.string().nullable(),
  /** Whose settings are used: the organization's own, or those of this Patchbay's environment. */
  source: z.enum(['organization', 'environment']).nullable(),
  abilities: AbilitiesView,
  /** The caller's own; null for programs too. */
  account: AccountView.nullable(),
});
export type AccountOfferView = z.infer<typeof AccountOfferView>;

export const AccountDetailView = AccountView.extend({
  abilities: AbilitiesView,
  /** How to get in, line by line; empty while the integration is away. */
  connect: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type AccountDetailView = z.infer<typeof AccountDetailView>;

/** `secret` is shown in this answer and never again. */
export const AccountOutcomeView = z.object({
  account: AccountDetailView.nullable().describe('Null when the account is gone.'),
  outcome: z.enum(['done', 'under_way']),
  secret: z.string().nullable(),
});
export type AccountOutcomeView = z.infer<typeof AccountOutcomeView>;

export const CustomResultView = z.object({
  output: z.record(z.string(), z.unknown()),
  secret: z.string().nullable(),
});
export type CustomResultView = z.infer<typeof CustomResultView>;

/** How far a bulk is. The counts come from the database, so they outlive a reload and a restart. */
export const BulkView = z.object({
  id: z.uuid(),
  provider: z.string(),
  providerName: z.string(),
  kind: z.enum(bulkKinds),
  total: z.number().int(),
  waiting: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  canceled: z.number().int(),
  createdBy: PersonView.nullable(),
  createdAt: z.date(),
  canceledAt: z.date().nullable(),
});
export type BulkView = z.infer<typeof BulkView>;

export const BulkItemView = z.object({
  accountId: z.uuid().nullable(),
  person: PersonView,
  identifier: z.string(),
  outcome: z.enum(bulkOutcomes),
  error: z.string().nullable(),
});
export type BulkItemView = z.infer<typeof BulkItemView>;

/** With those of its accounts that failed, at most a hundred. */
export const BulkDetailView = BulkView.extend({ failures: z.array(BulkItemView) });
export type BulkDetailView = z.infer<typeof BulkDetailView>;
