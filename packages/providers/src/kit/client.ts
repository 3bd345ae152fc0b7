import { createApiClient } from '../http/create-api-client.ts';
import type { Http } from '../http/http.ts';
import type { Throttle } from '../http/throttle.ts';
import type { Fields, SettingsOf } from './field.ts';
import type { Auth, HealthContext, Provider, ProviderDefinition } from './provider.ts';
import { createSession } from './session.ts';
import type { Settings } from './settings.ts';

type ErasedAuth = Auth<Settings>;
type ErasedProvider = {
  auth?: ErasedAuth;
  api: {
    baseUrl: (settings: Settings) => string;
    cookies?: boolean;
    throttle?: Throttle;
    client: (...args: unknown[]) => unknown;
  };
};

export type OpenedClient<Settings, Client> = HealthContext<Settings, Client> & { baseUrl: URL };
type Opening = { http: Http; signal?: AbortSignal };

/**
 * A client of one integration, bound to its address and credentials; cookies and sessions live as long
 * as it does. `settings` are open and passed `parseSettings` of this very provider.
 * @returns `null` for a provider without an API
 */
export const openClient = <F extends Fields, Client>(
  provider: ProviderDefinition<F, Client>,
  settings: SettingsOf<F>,
  options: Opening,
) => openErased(provider, { ...settings }, options) as OpenedClient<SettingsOf<F>, Client> | null;

/** Where calls of an integration go, before rewrites; `null` for a provider without an API. */
export function baseUrlOf(provider: Provider, settings: Settings): URL | null {
  if (!provider.api) return null;
  const { api } = provider as unknown as ErasedProvider;
  return new URL(api.baseUrl(settings));
}

/** The same for a provider found by key; its settings were parsed by it, so forgetting types is sound. */
export function openErased(
  provider: Provider,
  settings: Settings,
  options: Opening,
): OpenedClient<Settings, unknown> | null {
  if (!provider.api) return null;
  const { api, auth = { kind: 'none' } } = provider as unknown as ErasedProvider;
  const baseUrl = new URL(api.baseUrl(settings));
  const plain = createApiClient({
    ...options,
    baseUrl,
    cookies: api.cookies ?? false,
    throttle: api.throttle,
  });
  const session = createSession(auth, plain, settings, options.http.clock);
  return {
    client: api.client(session.api, settings),
    settings,
    signIn: session.signIn,
    baseUrl,
  };
}
