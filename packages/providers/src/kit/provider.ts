import type { ApiClient } from '../http/api-client.ts';
import type { Throttle } from '../http/throttle.ts';
import type { Accounts } from './accounts.ts';
import type { ConnectionType, ConnectionWays, SettingsAuth } from './auth.ts';
import type { Chat } from './chat.ts';
import type { Consent } from './consent.ts';
import type { Fields, SettingsOf } from './field.ts';
import type { Links } from './links.ts';
import type { Operations } from './operation.ts';
import type { RateLimitReader } from './rate-limit.ts';
import type { Classify } from './trouble.ts';
import type { Webhooks } from './webhooks.ts';

export const categories = [
  'psa',
  'backup',
  'wiki',
  'streaming',
  'chat',
  'social',
  'docs',
  'website',
  'support',
  'mail',
  'shell',
] as const;
export type Category = (typeof categories)[number];

/** What the catalog shows. `account` says in one or two sentences where the credentials come from. */
export type About = {
  name: string;
  vendor: string;
  category: Category;
  description: string;
  docs: string;
  account: string;
};

export type Api<Settings, Client> = {
  /**
   * Everything the client calls lies under this address; credentials go to its host and no other, but for the hosts
   * that `links` is told. With `speaks: 'socket'` it is `scheme://host:port`.
   */
  baseUrl: (settings: Settings) => string;
  /**
   * `socket`: a protocol of its own, so there is no path to call and the proxy has nothing to pass on. `operations`:
   * HTTP, but only for what is declared, as where an API asks nobody who they are.
   */
  speaks?: 'http' | 'operations' | 'socket';
  /**
   * `entered`: a person typed the address, so a missing page or an unreadable answer means that the
   * address is wrong. `fixed`: the same answers mean that the provider is broken.
   */
  address: 'entered' | 'fixed';
  /** The only certificate to trust at the base address, by its SHA-256 fingerprint; see `pinnedCertificate`. */
  tlsFingerprint?: (settings: Settings) => string | undefined;
  /** Cookies are kept between calls of one client. */
  cookies?: boolean;
  /** A limit the vendor counts over all accounts together; kept by each process for itself. */
  throttle?: Throttle;
  /** Sent with every call: a version, a user agent the provider insists on. Names in lower case. */
  headers?: (settings: Settings) => Record<string, string>;
  /** Reads the limit from an answer's headers; the web's usual names unless told. */
  rateLimit?: RateLimitReader;
  /** Finds trouble in an answer, whatever its status. */
  trouble?: Classify;
  /** Names in answers that must not be logged, besides the secret-sounding ones. */
  redact?: readonly string[];
  client: (http: ApiClient, settings: Settings, links: Links) => Client;
};

/** What a step learned, in words fit to show. */
export type StepNote = { note: string };
export type HealthContext<Settings, Client> = {
  client: Client;
  settings: Settings;
  /** The way the integration is connected by; it can decide what there is to see. */
  type: ConnectionType;
  /** Opens the session of a `login` provider; nothing to do for the others. */
  signIn: () => Promise<void>;
};
/** What "signed in" and "works" mean for one provider; the kit checks address and TLS by itself. */
export type Health<Settings, Client> = {
  auth: (context: HealthContext<Settings, Client>) => Promise<StepNote>;
  sample: (context: HealthContext<Settings, Client>) => Promise<StepNote>;
};

/** Whom a connection acts as. `id` is stable at the provider; a different one is a different account. */
export type ConnectedAccount = {
  id: string;
  name: string;
  details: Record<string, string | number | boolean | null>;
};
export type AccountContext<Settings, Client> = { client: Client; settings: Settings };

export type Alternative<FieldKey extends string = string> = {
  title: string;
  requires: readonly FieldKey[];
};

export type ProviderDefinition<
  F extends Fields,
  Client,
  Ops extends Operations<Client> = Operations<Client>,
> = {
  key: string;
  about: About;
  fields: F;
  /** How calls are signed from the settings. A provider with a consent page has `connections` instead. */
  auth?: SettingsAuth<SettingsOf<F>>;
  connections?: ConnectionWays<SettingsOf<F>, keyof F & string>;
  /** A page of the provider that hands a credential back without OAuth. */
  consent?: Consent<SettingsOf<F>>;
  /** Groups of fields of which one has to be whole, where the system can be reached in several ways. */
  alternatives?: readonly Alternative<keyof F & string>[];
  api?: Api<SettingsOf<F>, Client>;
  account?: (context: AccountContext<SettingsOf<F>, Client>) => Promise<ConnectedAccount>;
  health?: Health<SettingsOf<F>, Client>;
  operations?: Ops;
  /** People's accounts in the system. */
  accounts?: Accounts<SettingsOf<F>, Client>;
  /** How the product writes into its channels, with the operations above. */
  chat?: Chat;
  /** What it sends by itself, and how that is proved. */
  webhooks?: Webhooks;
  /**
   * Variables of the environment that stand in for an organization's settings where it has none, by field. Looked at
   * when they are needed: a missing or bad one disables the provider there, never the start.
   */
  environment?: Partial<Record<keyof F & string, string>>;
};

/** Capabilities follow from what a provider has; there is no list to forget. */
export const capabilities = [
  'calls',
  'health',
  'operations',
  'oauth',
  'accounts',
  'webhooks',
] as const;
export type Capability = (typeof capabilities)[number];

/** A provider whose settings and client the compiler does not know: what services work with. */
export type Provider = {
  readonly key: string;
  readonly about: About;
  readonly fields: Fields;
  readonly auth?: SettingsAuth<never>;
  readonly connections?: ConnectionWays<never>;
  readonly consent?: Consent<never>;
  readonly alternatives?: readonly Alternative[];
  readonly api?: Api<never, unknown>;
  readonly account?: (context: never) => Promise<ConnectedAccount>;
  readonly health?: Health<never, never>;
  readonly operations?: Operations;
  readonly accounts?: Accounts<never, never>;
  readonly chat?: Chat;
  readonly webhooks?: Webhooks;
  readonly environment?: Readonly<Partial<Record<string, string>>>;
};

/** Declares a provider. Write `fields`, `auth` and `api` before what uses them: inference reads in order. */
export const defineProvider = <
  const F extends Fields,
  Client = never,
  const Ops extends Operations<Client> = Operations<Client>,
>(
  definition: ProviderDefinition<F, Client, Ops>,
): ProviderDefinition<F, Client, Ops> => definition;

export const capabilitiesOf = (provider: Provider): Capability[] =>
  capabilities.filter((capability) => {
    if (capability === 'calls')
      return provider.api !== undefined && (provider.api.speaks ?? 'http') === 'http';
    if (capability === 'oauth') return provider.connections?.public?.auth.kind === 'oauth2';
    return provider[capability] !== undefined;
  });
