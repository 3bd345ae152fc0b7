import { PatchbayError } from '@patchbay/core';
import type { Provider } from '../kit/provider.ts';
import { discord } from './discord/provider.ts';
import { mediawiki } from './mediawiki/provider.ts';
import { msp360 } from './msp360/provider.ts';
import { obs } from './obs/provider.ts';
import { syncro } from './syncro/provider.ts';

/** Every provider there is; the only list. Keys, unions and the picker derive from it. */
export const catalog = { discord, mediawiki, msp360, obs, syncro } as const;

export type ProviderKey = keyof typeof catalog;

const registry: Readonly<Record<string, Provider>> = catalog;

export const providerKeys = Object.keys(catalog).sort() as ProviderKey[];

export const findProvider = (key: string): Provider | undefined =>
  Object.hasOwn(registry, key) ? registry[key] : undefined;

/** @throws PatchbayError `not_found` */
export function requireProvider(key: string): Provider {
  const provider = findProvider(key);
  if (provider) return provider;
  throw new PatchbayError('not_found', 'There is no such provider.');
}
