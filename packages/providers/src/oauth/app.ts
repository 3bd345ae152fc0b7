import { waysOf } from '../kit/connections.ts';
import type { Provider } from '../kit/provider.ts';
import type { Settings } from '../kit/settings.ts';
import type { OAuth2, OAuthClient } from './declaration.ts';
import { OAuthError } from './errors.ts';
import { splitScopes } from './scopes.ts';

/** @throws OAuthError `misconfigured` for a provider without a consent page */
export function oauthOf(provider: Provider): OAuth2<Settings> {
  const auth = waysOf(provider).public?.auth;
  if (auth?.kind === 'oauth2') return auth;
  throw new OAuthError('misconfigured', 'This provider is not connected through a consent page.');
}

/**
 * The app that the settings name, whole.
 * @throws OAuthError `misconfigured` when its id or secret is missing
 */
export function clientOf(provider: Provider, settings: Settings): OAuthClient {
  const { id, secret } = oauthOf(provider).client(settings);
  if (id && secret) return { id, secret };
  throw new OAuthError(
    'misconfigured',
    'The client id or the client secret of the app is missing.',
  );
}

/** Whether the settings name a whole app. */
export function hasClient(provider: Provider, settings: Settings): boolean {
  const { id, secret } = oauthOf(provider).client(settings);
  return Boolean(id && secret);
}

/** The scopes to ask for: what the settings say, else the default, always with the required ones. */
export function wantedScopes(provider: Provider, settings: Settings): string[] {
  const auth = oauthOf(provider);
  const chosen = splitScopes(auth.scopesOf?.(settings) ?? '');
  const scopes = chosen.length > 0 ? chosen : auth.scopes.default;
  return [...new Set([...auth.scopes.required, ...scopes])];
}

export const requiredScopes = (provider: Provider): string[] => [
  ...oauthOf(provider).scopes.required,
];
