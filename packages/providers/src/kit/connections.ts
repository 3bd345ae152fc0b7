import {
  type Auth,
  type ConnectionType,
  type ConnectionWay,
  type ConnectionWays,
  type Credential,
  connectionTypes,
  type SettingsAuth,
} from './auth.ts';
import type { Provider } from './provider.ts';
import {
  missingAlternative,
  missingFields,
  missingRequired,
  parseSettings,
  type Settings,
} from './settings.ts';

/** One way to connect as a page needs it; plain JSON. */
export type ConnectionWayView = {
  type: ConnectionType;
  title: string;
  about: string;
  /** `oauth2` goes through the provider's consent page; the others need only the fields. */
  kind: Auth<unknown>['kind'];
  requires: string[];
  pkce: boolean;
  /** Whether the connection can renew its token by itself. */
  refreshes: boolean;
  scopes: { required: string[]; default: string[]; optional: string[] };
};

/** The ways by which this provider can be connected; one or two, `public` first. */
export function connectionWays(provider: Provider): ConnectionWayView[] {
  const ways = waysOf(provider);
  return connectionTypes.flatMap((type) => {
    const way = ways[type];
    return way ? [{ type, ...viewOf(way) }] : [];
  });
}

/** What is still missing before this way can be used; for `public` also the app, unless one is shared. */
export function missingFor(provider: Provider, type: ConnectionType, settings: Settings): string[] {
  const requires = waysOf(provider)[type]?.requires ?? [];
  const missing = requires.filter((key) => settings[key] === undefined || settings[key] === null);
  return type === 'internal' ? [...missing, ...missingAlternative(provider, settings)] : missing;
}

/** Every field that a pasted credential can consist of, in whichever of the alternatives. */
export const credentialFields = (provider: Provider): string[] => [
  ...new Set([
    ...(waysOf(provider).internal?.requires ?? []),
    ...(provider.alternatives ?? []).flatMap(({ requires }) => requires),
  ]),
];

/**
 * Validates whole settings for calls by one way: only what that way needs is required, for fields of the other may
 * be empty. `public` needs none of them, since the app only makes and renews tokens.
 * @throws PatchbayError `invalid_input`, fields as in `parseSettings`
 */
export function parseSettingsFor(
  provider: Provider,
  type: ConnectionType,
  settings: Settings,
): Settings {
  const { internal } = provider.connections ?? {};
  return parseSettings(provider, settings, type === 'internal' ? internal?.requires : []);
}

/**
 * Required fields without a value, in the way that is in use: `public` beside a connection, `internal` once a field
 * is filled in that no other way needs. A provider with one way asks for the fields it declares as required.
 */
export function missingInUse(
  provider: Provider,
  settings: Settings,
  { connected }: { connected: boolean },
): string[] {
  const { internal, public: other } = provider.connections ?? {};
  const always = missingFields(provider, settings);
  if (!internal || connected) return always;
  const own = internal.requires.filter((key) => !other?.requires.includes(key));
  const missing = missingFor(provider, 'internal', settings);
  const isBegun = own.some((key) => !missing.includes(key));
  return isBegun ? [...new Set([...always, ...missing])] : always;
}

/**
 * The way a call is signed. Without a `type`: `public` with a credential at hand, else `internal` when its
 * fields are there, else the only way there is.
 */
export function authOf(
  provider: Provider,
  settings: Settings,
  { type, credential }: { type?: ConnectionType; credential?: Credential | null } = {},
): { type: ConnectionType; auth: Auth<Settings> } {
  const ways = waysOf(provider);
  const isReady = ways.internal && missingFor(provider, 'internal', settings).length === 0;
  const wanted = type ?? (credential || !isReady ? 'public' : 'internal');
  const other = wanted === 'public' ? 'internal' : 'public';
  const chosen = ways[wanted] ? wanted : other;
  return { type: chosen, auth: ways[chosen]?.auth ?? { kind: 'none' } };
}

/** Settings were parsed by the provider they go to, so forgetting their type is sound. */
export function waysOf(provider: Provider): ConnectionWays<Settings> {
  const { auth, connections } = provider as unknown as {
    auth?: SettingsAuth<Settings>;
    connections?: ConnectionWays<Settings>;
  };
  if (connections) return connections;
  if (!auth || auth.kind === 'none') return {};
  const { account: about } = provider.about;
  return {
    internal: { title: 'Credentials', about, requires: missingRequired(provider, {}), auth },
  };
}

function viewOf({ title, about, requires, auth }: ConnectionWay<Settings>) {
  const oauth = auth.kind === 'oauth2' ? auth : null;
  return {
    title,
    about,
    kind: auth.kind,
    requires: [...requires],
    pkce: oauth?.pkce === 's256',
    refreshes: oauth !== null && oauth.refresh !== 'none',
    scopes: {
      required: [...(oauth?.scopes.required ?? [])],
      default: [...(oauth?.scopes.default ?? [])],
      optional: [...(oauth?.scopes.optional ?? [])],
    },
  };
}
