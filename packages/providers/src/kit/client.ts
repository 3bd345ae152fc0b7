import { createApiClient } from '../http/create-api-client.ts';
import type { Http } from '../http/http.ts';
import type { Auth, HealthContext, Provider } from './provider.ts';
import { createSession } from './session.ts';
import type { Settings } from './settings.ts';

type ErasedAuth = Auth<Settings>;
type ErasedProvider = {
  auth?: ErasedAuth;
  api: {
    baseUrl: (settings: Settings) => string;
    cookies?: boolean;
    client: (...args: unknown[]) => unknown;
  };
};

export type OpenedClient = HealthContext<Settings, unknown> & { baseUrl: URL };

/**
 * A client of one integration, bound to its address and credentials. `settings` passed `parseSettings`
 * of this very provider, which is why forgetting its types is sound here.
 * @returns `null` for a provider without an API
 */
export function openClient(
  provider: Provider,
  settings: Settings,
  options: { http: Http; signal?: AbortSignal },
): OpenedClient | null {
  if (!provider.api) return null;
  const { api, auth = { kind: 'none' } } = provider as unknown as ErasedProvider;
  const baseUrl = new URL(api.baseUrl(settings));
  const plain = createApiClient({ ...options, baseUrl, cookies: api.cookies ?? false });
  const session = createSession(auth, plain, settings, options.http.clock);
  return {
    client: api.client(session.api, settings),
    settings,
    signIn: session.signIn,
    baseUrl,
  };
}
