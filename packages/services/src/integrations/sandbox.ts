import type { StoredSettings } from '@patchbay/db';
import { type Provider, type RewriteView, secretKeys } from '@patchbay/providers';

/** Where this provider's calls really go when the process rewrites its host (the demo's sandbox), else `null`. */
export function sandboxOf(
  provider: Provider,
  settings: StoredSettings,
  rewrites: readonly RewriteView[],
): string | null {
  if (rewrites.length === 0) return null;
  const host = hostOf(provider, settings);
  return rewrites.find(({ pattern }) => host !== null && matches(pattern, host))?.target ?? null;
}

/** Fields that are not filled in yet stand as `example`: only the fixed part of the address counts. */
function hostOf(provider: Provider, settings: StoredSettings): string | null {
  if (!provider.api) return null;
  const examples = Object.keys(provider.fields).map((key) => [key, settings[key] ?? 'example']);
  const known = { ...Object.fromEntries(examples), ...withoutSecrets(provider) };
  // The registry forgets the type of each provider's settings; these came from its own fields.
  const baseUrl = provider.api.baseUrl as (settings: Record<string, unknown>) => string;
  try {
    return new URL(baseUrl(known)).hostname.toLowerCase();
  } catch {
    return null;
  }
}

const withoutSecrets = (provider: Provider) =>
  Object.fromEntries(secretKeys(provider).map((key) => [key, 'example']));

const matches = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
