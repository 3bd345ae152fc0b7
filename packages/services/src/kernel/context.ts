import type { Actor, Clock, Permission, Principal } from '@patchbay/core';
import type { KeyRing } from '@patchbay/crypto';
import type { Orm } from '@patchbay/db';
import type { AllowedConnections, Http, ProviderVariables, SharedApp } from '@patchbay/providers';
import type { Mailer } from '../mail/index.ts';

/** What one process holds and every verb works with. Opened once by an app, closed when it stops. */
export type Runtime = {
  orm: Orm;
  keys: KeyRing;
  clock: Clock;
  http: Http;
  /** Whether strangers may sign up: `SIGNUP`. */
  signup: 'open' | 'invitation' | 'closed';
  oauth: ConnectionPolicy;
  /** Where providers send webhooks, if not below the public address: `WEBHOOKS_PUBLIC_URL`. */
  webhooksUrl?: string | undefined;
  /** The way mail leaves; absent where the operator has set up none. */
  mail?: Mailer | undefined;
  /** What stands in for an organization's settings where it has none; secret. Nothing unless given. */
  variables?: ProviderVariables;
};

/** What the operator of this Patchbay says about connections, from the environment. */
export type ConnectionPolicy = {
  /** `INTEGRATIONS_ENABLED`. */
  enabled: boolean;
  /** `INTEGRATIONS_ALLOWED`; null allows every provider in every way it has. */
  allowed: AllowedConnections | null;
  /** The OAuth apps that organizations without their own may use, by provider. Secret. */
  sharedApps: Readonly<Record<string, SharedApp>>;
  /** Where people reach this Patchbay; callbacks lie below it. */
  publicUrl: string;
  /** Where providers send people back to, if not there: `CALLBACK_PUBLIC_URL`. It leads on to `publicUrl`. */
  callbackUrl?: string | undefined;
};

/** Every provider allowed and no app shared: for processes and tests that connect nothing. */
export const openPolicy = (publicUrl: string): ConnectionPolicy => ({
  enabled: true,
  allowed: null,
  sharedApps: {},
  publicUrl,
});

/** Somebody acting inside one organization. The organization comes from the session or the key, never from input. */
export type ServiceContext = {
  runtime: Runtime;
  principal: Principal;
  requestId: string;
  /** The browser session of a person, for what must end in the browser it began in; absent for programs. */
  sessionId?: string | undefined;
  /** Aborts when the caller goes away; what is under way at a provider then stops. */
  signal?: AbortSignal | undefined;
};

/** A context whose permission has been checked; only `defineVerb` makes one, and only it can change anything. */
export type Permitted = ServiceContext & { readonly permission: Permission };

/** A signed-in person outside any organization: choosing one, creating one, accepting an invitation. */
export type Person = Extract<Actor, { type: 'user' }> & { operator: boolean };
export type PersonContext = { runtime: Runtime; person: Person; requestId: string };
