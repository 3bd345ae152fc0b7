import type { StoredSettings } from '@patchbay/db';
import { baseUrlOf, type Provider, type RewriteView, secretKeys } from '@patchbay/providers';

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

/** Fields that are not filled in yet, and secrets, stand as `example`: only the fixed part of the address counts. */
function hostOf(provider: Provider, settings: StoredSettings): string | null {
  const secrets = secretKeys(provider);
  const known = Object.keys(provider.fields).map((key) => [
    key,
    secrets.includes(key) ? 'example' : (settings[key] ?? 'example'),
  ]);
  try {
    return baseUrlOf(provider, Object.fromEntries(known))?.hostname.toLowerCase() ?? null;
  } catch {
    return null;
  }
}

const matches = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
