import { PatchbayError } from '@patchbay/core';
import type { z } from 'zod';

/** An account as the external system itself knows it. */
export type RemoteAccount = {
  /** The system's name for it, whole and in its one canonical spelling: a JID, a nick, an e-mail address. */
  identifier: string;
  state: 'active' | 'suspended';
  /** Shown beside it, so never a secret. */
  details: Record<string, string | number | boolean | null>;
  /** The mark that `create` left on it; null where there is none or the system cannot keep one. */
  mark: string | null;
};

/** One step at a system, bound to an organization's settings. */
export type AccountStep<Settings, Client> = {
  client: Client;
  settings: Settings;
  signal?: AbortSignal | undefined;
};

/**
 * What `create` is given. A step that was cut short is made again with the very same request, so `secret` and
 * `mark` tell an account that we made before from one that somebody else has.
 */
export type AccountRequest<Input> = {
  identifier: string;
  /** Made by `secret.generate`; null where the system has no one-time secret. */
  secret: string | null;
  /** `patchbay:<account id>`, to be left in a comment field if the system has one. */
  mark: string;
  input: Input;
  person: { name: string; email: string };
  /**
   * With `consent`: the person's own token, there at the first try only and stored nowhere. A step that is made again
   * has none: it finds what the first try made, or fails as `auth` so that the person consents once more.
   */
  token?: string | null;
};

/**
 * The person brings an account that they have already, by consenting on the provider's own page; the identifier
 * comes from there. Goes through the app of the provider's public way to connect.
 */
export type AccountConsent<Settings, Client> = {
  /** What the person agrees to, in a sentence or two. */
  about: string;
  /** Asked of the person; the integration's own scopes play no part. */
  scopes: readonly string[];
  /** Settings that the integration must have besides the app, by field: the consent is not offered without them. */
  requires: readonly (keyof Settings & string)[];
  /** Who consented: their whole identifier. `client` speaks with the person's token. */
  identify: (step: AccountStep<Settings, Client>) => Promise<string>;
};

/** How a person comes to their identifier. */
export type AccountIdentifier<Settings> = {
  label: string;
  help: string;
  placeholder?: string;
  /**
   * `required`: nothing is suggested, the person has to choose. `suggested`: made from the e-mail address if absent.
   * `consent`: the provider says it, see `AccountConsent`; nobody types it, and an admin cannot create it for somebody.
   */
  choice: 'required' | 'suggested' | 'consent';
  /** Validates and tidies what was entered: the short form, such as `ann`. */
  schema: z.ZodType<string, string>;
  /** A short form made from an e-mail address; null when nothing usable is left of it. */
  fromEmail?: (email: string) => string | null;
  /** The whole identifier of a short form: `ann` becomes `ann@chat.example.org`. The short form itself unless told. */
  complete?: (settings: Settings, name: string) => string;
  /** A whole identifier as the system compares names; in lower case unless told. */
  fold?: (identifier: string) => string;
};

/** Something else that can be done to one account, offered by its own button. */
export type AccountOperation<Settings, Client, Input extends z.ZodObject = z.ZodObject> = {
  title: string;
  about: string;
  /** `own`: the person and admins. `admin`: admins only. */
  audience: 'own' | 'admin';
  input: Input;
  /** Made anew for each run, given to it, shown once beside its answer and kept nowhere. */
  secret?: { label: string; generate: () => string };
  /** What a page shows of the answer: plain JSON without secrets. `secret` is null where none is declared. */
  run: (
    step: AccountStep<Settings, Client>,
    request: { identifier: string; input: z.output<Input>; secret: string | null },
  ) => Promise<Record<string, unknown>>;
};

/** One line of how to get in: `Server` / `irc.example.org:6697 (TLS)`. */
export type ConnectHint = { label: string; value: string };

/** What a system may be unable to do, or able to do only with some settings. */
export type AccountAbility =
  | 'list'
  | 'prove'
  | 'suspend'
  | 'resume'
  | 'resetSecret'
  | 'update'
  | 'remove';

/**
 * People's accounts in a system (seed 003). What is absent cannot be done there, and no page offers it. Every
 * function may be called again after it was done: suspending the suspended and removing the absent succeed.
 * Trouble is an OutboundError; a name that somebody else has is an `IdentifierTaken`.
 */
export type Accounts<
  Settings,
  Client,
  Create extends z.ZodObject = z.ZodObject,
  Update extends z.ZodObject = z.ZodObject,
> = {
  /** `XMPP account` */
  noun: string;
  /** The table whose own columns keep the names of these accounts, besides the one of all accounts. */
  table?: 'irc_account' | 'xmpp_account';
  /** Names the system within which identifiers are unique; the host of the base address unless told. */
  system?: (settings: Settings) => string;
  identifier: AccountIdentifier<Settings>;
  /** Where the account is the person's own and only joins; `create` then gets their token. */
  consent?: AccountConsent<Settings, Client>;
  /** What is asked for besides the identifier; an empty object for nothing. */
  input: Create;
  /** Shown once and kept nowhere. Resetting needs `resetSecret`. */
  secret?: { label: string; generate: () => string };
  create: (
    step: AccountStep<Settings, Client>,
    request: AccountRequest<z.output<Create>>,
  ) => Promise<RemoteAccount>;
  find: (step: AccountStep<Settings, Client>, identifier: string) => Promise<RemoteAccount | null>;
  /** All accounts of the system, page by page; what drift is found with. */
  list?: (
    step: AccountStep<Settings, Client>,
    cursor: string | null,
  ) => Promise<{ items: RemoteAccount[]; cursor: string | null }>;
  /** Whether `secret` opens the account; what adopting by proof and finishing a cut-off `create` rest on. */
  prove?: (
    step: AccountStep<Settings, Client>,
    proof: { identifier: string; secret: string },
  ) => Promise<boolean>;
  suspend?: (
    step: AccountStep<Settings, Client>,
    request: { identifier: string; reason: string },
  ) => Promise<void>;
  resume?: (step: AccountStep<Settings, Client>, identifier: string) => Promise<void>;
  /**
   * The system has a way of its own to a new secret, such as a mail. Without it and without `resetSecret` nobody is given
   * an account whose secret no one sees.
   */
  recovers?: true;
  /** Answers the secret that holds now: `secret`, or one that the system made itself. */
  resetSecret?: (
    step: AccountStep<Settings, Client>,
    request: { identifier: string; secret: string },
  ) => Promise<string>;
  update?: {
    /** On its button: `Replace the keys`. */
    title: string;
    about: string;
    /** `admin`: only admins may, as where it decides how much somebody gets. `own` unless told. */
    audience?: 'own' | 'admin';
    input: Update;
    run: (
      step: AccountStep<Settings, Client>,
      request: { identifier: string; input: z.output<Update> },
    ) => Promise<RemoteAccount>;
  };
  remove?: {
    /** `deleted`: gone, the name is free. `kept`: closed for good, and the name stays taken. */
    leaves: 'deleted' | 'kept' | ((settings: Settings) => 'deleted' | 'kept');
    /** What a person must know before they do it, in a sentence or two. */
    about: string;
    run: (
      step: AccountStep<Settings, Client>,
      request: { identifier: string; reason: string },
    ) => Promise<void>;
  };
  operations?: Readonly<Record<string, AccountOperation<Settings, Client>>>;
  connect?: (settings: Settings, identifier: string) => ConnectHint[];
  /** What these settings do not reach, such as what takes an operator where none is named. */
  without?: (settings: Settings) => readonly AccountAbility[];
};

/** Declares accounts; the shapes of `input` are known inside the declaration and forgotten outside. */
export const accounts = <
  Settings,
  Client,
  Create extends z.ZodObject,
  Update extends z.ZodObject = z.ZodObject,
>(
  declared: Accounts<Settings, Client, Create, Update>,
): Accounts<Settings, Client> => declared as unknown as Accounts<Settings, Client>;

/** The system has an account of this name that is not ours. */
export class IdentifierTaken extends PatchbayError {
  constructor(identifier: string) {
    super('conflict', `${identifier} is taken.`, { fields: { identifier: ['is taken'] } });
    this.name = 'IdentifierTaken';
  }
}
