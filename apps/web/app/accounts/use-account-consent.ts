import { useFetcher } from '@remix-run/react';
import { useEffect } from 'react';
import type { action } from '../routes/o.$org.my-accounts_.$provider.consent/route.tsx';
import { consentPath } from './paths.ts';

/** Begins a consent and goes where it leads; the address is an answer because no form of ours may lead elsewhere. */
export function useAccountConsent(org: string, provider: string): () => void {
  const fetcher = useFetcher<typeof action>();
  const url = fetcher.data?.url;
  useEffect(() => {
    if (url) window.location.assign(url);
  }, [url]);
  return () => {
    if (fetcher.state === 'idle')
      fetcher.submit(null, { method: 'post', action: consentPath(org, provider) });
  };
}
