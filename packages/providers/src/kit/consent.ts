import { PatchbayError } from '@patchbay/core';
import type { Provider } from './provider.ts';
import type { Settings } from './settings.ts';

export type ConsentRequest = {
  appName: string;
  /** A UUID that stays the same for this installation. */
  appId: string;
  /** Where the person comes back to; carry the one-time state in it. */
  successUrl: string;
  rejectUrl: string;
};

/** A page of the provider that hands a credential back without OAuth. */
export type Consent<Settings> = {
  url: (settings: Settings, request: ConsentRequest) => URL;
  /**
   * The settings that an answer brings, or `null` if it is none. It is refused when it comes from another
   * place than the settings name.
   */
  read: (settings: Settings, callback: URLSearchParams) => Record<string, string> | null;
};

type ErasedConsent = Consent<Settings>;
const consentOf = (provider: Provider): ErasedConsent => {
  const { consent } = provider as unknown as { consent?: ErasedConsent };
  if (consent) return consent;
  throw new PatchbayError('not_found', 'This provider has no page that hands a credential back.');
};

/** @throws PatchbayError `not_found` for a provider without such a page */
export const consentUrl = (provider: Provider, settings: Settings, request: ConsentRequest): URL =>
  consentOf(provider).url(settings, request);

/**
 * What came back, as a patch for the settings. It holds a secret that was in an address: answer with a
 * redirect at once and never log it.
 * @throws PatchbayError `invalid_input` for an answer that is none or comes from elsewhere
 */
export function readConsent(
  provider: Provider,
  settings: Settings,
  callback: URLSearchParams,
): Record<string, string> {
  const patch = consentOf(provider).read(settings, callback);
  if (patch) return patch;
  throw new PatchbayError('invalid_input', 'The answer of the consent page cannot be used.');
}
