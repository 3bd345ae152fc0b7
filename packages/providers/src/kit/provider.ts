import type { ApiClient } from '../http/api-client.ts';
import type { Throttle } from '../http/throttle.ts';
import type { Fields, SettingsOf } from './field.ts';

export const categories = ['psa', 'backup', 'wiki', 'streaming', 'chat'] as const;
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

/** Headers that identify us to the provider, and how long they are good for. */
export type Session = { headers: Record<string, string>; expiresInSeconds?: number };

/** How calls are signed. `login` opens a session, kept for the life of one client. */
export type Auth<Settings> =
  | { kind: 'none' }
  | { kind: 'bearer'; token: (settings: Settings) => string }
  | { kind: 'login'; login: (http: ApiClient, settings: Settings) => Promise<Session> };

export type Api<Settings, Client> = {
  /** Everything the client calls lies under this address. */
  baseUrl: (settings: Settings) => string;
  /**
   * `entered`: a person typed the address, so a missing page or an unreadable answer means that the
   * address is wrong. `fixed`: the same answers mean that the provider is broken.
   */
  address: 'entered' | 'fixed';
  /** Cookies are kept between calls of one client. */
  cookies?: boolean;
  /** A limit the vendor counts over all accounts together; kept by each process for itself. */
  throttle?: Throttle;
  /** Names in answers that must not be logged, besides the secret-sounding ones. */
  redact?: readonly string[];
  client: (http: ApiClient, settings: Settings) => Client;
};

/** What a step learned, in words fit to show. */
export type StepNote = { note: string };
export type HealthContext<Settings, Client> = {
  client: Client;
  settings: Settings;
  /** Opens the session of a `login` provider; nothing to do for the others. */
  signIn: () => Promise<void>;
};
/** What "signed in" and "works" mean for one provider; the kit checks address and TLS by itself. */
export type Health<Settings, Client> = {
  auth: (context: HealthContext<Settings, Client>) => Promise<StepNote>;
  sample: (context: HealthContext<Settings, Client>) => Promise<StepNote>;
};

export type ProviderDefinition<F extends Fields, Client> = {
  key: string;
  about: About;
  fields: F;
  auth?: Auth<SettingsOf<F>>;
  api?: Api<SettingsOf<F>, Client>;
  health?: Health<SettingsOf<F>, Client>;
};

/** Capabilities follow from what a provider has; there is no list to forget. */
export const capabilities = ['calls', 'health'] as const;
export type Capability = (typeof capabilities)[number];

/** A provider whose settings and client the compiler does not know: what services work with. */
export type Provider = {
  readonly key: string;
  readonly about: About;
  readonly fields: Fields;
  readonly auth?: Auth<never>;
  readonly api?: Api<never, unknown>;
  readonly health?: Health<never, never>;
};

/** Declares a provider. Write `fields`, `auth` and `api` before what uses them: inference reads in order. */
export const defineProvider = <const F extends Fields, Client = never>(
  definition: ProviderDefinition<F, Client>,
): ProviderDefinition<F, Client> => definition;

export const capabilitiesOf = (provider: Provider): Capability[] =>
  capabilities.filter((capability) =>
    capability === 'calls' ? provider.api !== undefined : provider.health !== undefined,
  );
