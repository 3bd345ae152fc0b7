import { createApiClient } from '../http/create-api-client.ts';
import { OutboundError } from '../http/errors.ts';
import type { Http } from '../http/http.ts';
import type { Throttle } from '../http/throttle.ts';
import type { ConnectionType, Credential } from './auth.ts';
import { authOf } from './connections.ts';
import type { Fields, SettingsOf } from './field.ts';
import { createLinks } from './links.ts';
import type { Operations } from './operation.ts';
import type { ConnectedAccount, HealthContext, Provider, ProviderDefinition } from './provider.ts';
import { commonRateLimit, type RateLimit } from './rate-limit.ts';
import { createSession, type RawCall } from './session.ts';
import type { Settings } from './settings.ts';
import { type ClassifiedReply, type Classify, type Trouble, troubleOfStatus } from './trouble.ts';

type ErasedProvider = {
  api: {
    baseUrl: (settings: Settings) => string;
    cookies?: boolean;
    throttle?: Throttle;
    headers?: (settings: Settings) => Record<string, string>;
    tlsFingerprint?: (settings: Settings) => string | undefined;
    trouble?: Classify;
    client: (...args: unknown[]) => unknown;
  };
  account?: (context: { client: unknown; settings: Settings }) => Promise<ConnectedAccount>;
};

export type OpenedClient<Settings, Client> = HealthContext<Settings, Client> & {
  baseUrl: URL;
  /**
   * One signed call below `baseUrl`, whose answer comes back whatever its status; `path` is relative and
   * cannot leave the base address.
   * @throws OutboundError for what got no answer, and when there is nothing to sign with
   */
  request: RawCall;
  /** Everything a call must carry: credentials, cookies of a session and the provider's fixed headers. */
  headers: () => Promise<Record<string, string>>;
};
export type Opening = {
  http: Http;
  signal?: AbortSignal;
  /** The token of a connection; only a provider with OAuth takes one. */
  credential?: Credential | null;
  /** Which of two ways the integration was connected by; guessed from what is there if absent. */
  connectionType?: ConnectionType;
};

/**
 * A client of one integration, bound to its address and credentials; cookies and sessions live as long
 * as it does. `settings` are open and passed `parseSettings` of this very provider.
 * @returns `null` for a provider without an API
 */
export const openClient = <F extends Fields, Client, Ops extends Operations<Client>>(
  provider: ProviderDefinition<F, Client, Ops>,
  settings: SettingsOf<F>,
  options: Opening,
) => openErased(provider, { ...settings }, options) as OpenedClient<SettingsOf<F>, Client> | null;

/** Where calls of an integration go, before rewrites; `null` for a provider without an API. */
export function baseUrlOf(provider: Provider, settings: Settings): URL | null {
  if (!provider.api) return null;
  const { api } = provider as unknown as ErasedProvider;
  return new URL(api.baseUrl(settings));
}

/** The hosts (with port, if it is not the usual one) that may see this integration's credentials. */
export function apiHosts(provider: Provider, settings: Settings): string[] {
  const url = baseUrlOf(provider, settings);
  return url ? [url.host] : [];
}

/** The only certificate that an integration's base address may show; `undefined` where the usual trust decides. */
export const pinOf = (provider: Provider, settings: Settings): string | undefined =>
  (provider as unknown as Partial<ErasedProvider>).api?.tlsFingerprint?.(settings);

/** What every request to this provider carries besides credentials, token requests included. */
export const fixedHeaders = (provider: Provider, settings: Settings): Record<string, string> =>
  (provider as unknown as Partial<ErasedProvider>).api?.headers?.(settings) ?? {};

/** The same for a provider found by key; its settings were parsed by it, so forgetting types is sound. */
export function openErased(
  provider: Provider,
  settings: Settings,
  options: Opening,
): OpenedClient<Settings, unknown> | null {
  if (!provider.api) return null;
  const { api } = provider as unknown as ErasedProvider;
  const baseUrl = new URL(api.baseUrl(settings));
  const fixed = fixedHeaders(provider, settings);
  const credential = options.credential ?? null;
  const plain = createApiClient({
    ...options,
    baseUrl,
    cookies: api.cookies ?? false,
    throttle: api.throttle,
    tlsFingerprint: pinOf(provider, settings),
    headers: fixed,
    trouble: api.trouble,
  });
  const { type, auth } = authOf(provider, settings, { type: options.connectionType, credential });
  const session = createSession(auth, settings, { plain, clock: options.http.clock, credential });
  return {
    client: api.client(session.api, settings, createLinks(options)),
    settings,
    type,
    signIn: session.signIn,
    request: session.raw,
    headers: async () => ({ ...fixed, ...(await session.headers()) }),
    baseUrl,
  };
}

/**
 * Asks the provider whom a connection acts as; `null` where it has no word for that.
 * @throws OutboundError
 */
export async function fetchAccount(
  provider: Provider,
  settings: Settings,
  options: Opening,
): Promise<ConnectedAccount | null> {
  const { account } = provider as unknown as ErasedProvider;
  const opened = openErased(provider, settings, options);
  if (!account || !opened) return null;
  await opened.signIn();
  const found = await account({ client: opened.client, settings });
  if (found.id) return { ...found, name: found.name.slice(0, 200) };
  throw new OutboundError('invalid_response', 'The provider did not say whose account this is.');
}

/** What an answer says about its limit, by the provider's own header names. */
export const rateLimitOf = (
  provider: Provider,
  { headers, status }: Pick<ClassifiedReply, 'headers' | 'status'>,
  now: Date,
): RateLimit => (provider.api?.rateLimit ?? commonRateLimit)(headers, status, now);

/** What is wrong with an answer, good statuses included; `null` for nothing. */
export const troubleIn = (provider: Provider, reply: ClassifiedReply): Trouble | null =>
  provider.api?.trouble?.(reply) ?? troubleOfStatus(reply.status);
