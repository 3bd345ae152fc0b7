import type { ApiClient } from '../http/api-client.ts';
import type { OAuth2 } from '../oauth/declaration.ts';

/** Headers that identify us to the provider, and how long they are good for. */
export type Session = { headers: Record<string, string>; expiresInSeconds?: number };

/** What a connection holds open for one call. `tokenType` is as the provider sent it, or `null`. */
export type Credential = { accessToken: string; tokenType: string | null };

/** Calls signed from the settings alone. `login` opens a session, kept for the life of one client. */
export type SettingsAuth<Settings> =
  | { kind: 'none' }
  /** `Authorization: Bearer <token>`, or another word in front, or the bare token in a header of its own. */
  | {
      kind: 'token';
      token: (settings: Settings) => string | undefined;
      scheme?: string;
      header?: string;
    }
  /** HTTP Basic (RFC 7617), UTF-8. */
  | {
      kind: 'basic';
      user: (settings: Settings) => string | undefined;
      password: (settings: Settings) => string | undefined;
    }
  | { kind: 'login'; login: (http: ApiClient, settings: Settings) => Promise<Session> };

/** How calls are signed. `oauth2` takes the credential of a connection and sends it as a bearer token. */
export type Auth<Settings> = SettingsAuth<Settings> | OAuth2<Settings>;

/**
 * The two ways an organization can be connected (seed 004): `public` through the provider's consent page,
 * `internal` with a credential that its own people made and pasted.
 */
export const connectionTypes = ['public', 'internal'] as const;
export type ConnectionType = (typeof connectionTypes)[number];

/** One way of several. `requires` names the fields that this way cannot do without. */
export type ConnectionWay<Settings, FieldKey extends string = string> = {
  title: string;
  about: string;
  requires: readonly FieldKey[];
  auth: Auth<Settings>;
};
export type ConnectionWays<Settings, FieldKey extends string = string> = Partial<
  Record<ConnectionType, ConnectionWay<Settings, FieldKey>>
>;
