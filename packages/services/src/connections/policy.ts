import { EnvironmentError } from '@patchbay/core';
import type { ConnectionType, OAuthAppOwner } from '@patchbay/db';
import {
  allowedFrom,
  appSettings,
  connectionWays,
  missingFor,
  type Provider,
  type Settings,
  sharedAppsFrom,
} from '@patchbay/providers';
import type { ConnectionPolicy, Runtime } from '../kernel/index.ts';

type Environment = Record<string, string | undefined>;

/**
 * What the environment says about connections. A provider that is allowed by name in its public way must have
 * its app there (seed 004); to leave apps to the organizations, name nothing.
 * @throws EnvironmentError naming every bad variable, never a value
 */
export function connectionPolicy(
  source: Environment,
  given: {
    INTEGRATIONS_ENABLED: boolean;
    INTEGRATIONS_ALLOWED: string[];
    CALLBACK_PUBLIC_URL?: string | undefined;
  },
  publicUrl: string,
): ConnectionPolicy {
  const callbackUrl = given.CALLBACK_PUBLIC_URL;
  if (!given.INTEGRATIONS_ENABLED) {
    return { enabled: false, allowed: null, sharedApps: {}, publicUrl, callbackUrl };
  }
  const entries = given.INTEGRATIONS_ALLOWED;
  const problems: { variable: string; problem: string }[] = [];
  const allowed = collect(problems, () => (entries.length > 0 ? allowedFrom(entries) : null));
  const demanded = Object.entries(allowed ?? {}).flatMap(([key, types]) =>
    types.includes('public') ? [key] : [],
  );
  const sharedApps = collect(problems, () => sharedAppsFrom(source, demanded)) ?? {};
  if (problems.length > 0) throw new EnvironmentError(problems);
  return { enabled: true, allowed: allowed ?? null, sharedApps, publicUrl, callbackUrl };
}

/** Runs a reading; what it refuses is noted, so that all bad variables are named at once. */
function collect<Value>(
  problems: { variable: string; problem: string }[],
  read: () => Value,
): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    for (const line of error.message.split('\n')) {
      const [variable = '', ...problem] = line.split(': ');
      problems.push({ variable, problem: problem.join(': ') });
    }
    return undefined;
  }
}

export type WayAccess = { allowed: boolean; reason: string | null };

const open: WayAccess = { allowed: true, reason: null };
const closed = (reason: string): WayAccess => ({ allowed: false, reason });

/** Whether the operator lets organizations connect a provider in this way. */
export function accessOf(
  { oauth }: Pick<Runtime, 'oauth'>,
  provider: Provider,
  type: ConnectionType,
): WayAccess {
  if (!provider.connections) return open;
  if (!oauth.enabled) return closed('Connections are switched off on this Patchbay.');
  if (oauth.allowed === null || oauth.allowed[provider.key]?.includes(type)) return open;
  return closed('The operator of this Patchbay does not allow this provider.');
}

/** The app a new connection would go through, with the settings to use; null without one. */
export function appFor(
  { oauth }: Pick<Runtime, 'oauth'>,
  provider: Provider,
  settings: Settings,
): { app: OAuthAppOwner; settings: Settings } | null {
  const found = appSettings(provider, settings, oauth.sharedApps[provider.key]);
  if (!found) return null;
  return { app: found.origin === 'organization' ? 'own' : 'shared', settings: found.settings };
}

/** The settings of a connection that was made through `app`; null when that app is gone. */
export function settingsThrough(
  { oauth }: Pick<Runtime, 'oauth'>,
  provider: Provider,
  settings: Settings,
  app: OAuthAppOwner,
): Settings | null {
  if (app === 'own') return settings;
  const shared = oauth.sharedApps[provider.key];
  return shared ? { ...settings, ...shared.settings } : null;
}

/** Whether the provider is connected through a consent page in its public way. */
export const hasConsent = (provider: Provider): boolean =>
  connectionWays(provider).some(({ type, kind }) => type === 'public' && kind === 'oauth2');

/** Where a provider's consent page sends people back to; to be registered with the provider's app. */
export const callbackAddress = (
  { oauth: { publicUrl, callbackUrl = publicUrl } }: Pick<Runtime, 'oauth'>,
  { key }: Pick<Provider, 'key'>,
): string => `${callbackUrl}/oauth/${key}/callback`;

/** Whether pasted credentials alone connect it, and are all there. */
export const isInternal = (provider: Provider, settings: Settings): boolean =>
  connectionWays(provider).some(({ type }) => type === 'internal') &&
  missingFor(provider, 'internal', settings).length === 0;
