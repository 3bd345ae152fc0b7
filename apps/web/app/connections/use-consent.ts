import { useFetcher } from '@remix-run/react';
import { useEffect } from 'react';
import type { action } from '../routes/o.$org.integrations.$provider.connect/route.tsx';

/**
 * Posts a form that starts a consent and goes where it leads. A redirect would be lost when a live update reads the
 * page again at that moment, so the address is an answer.
 */
export function useConsent() {
  const fetcher = useFetcher<typeof action>();
  const { data, state } = fetcher;
  const url = data && 'url' in data ? data.url : undefined;
  useEffect(() => {
    if (url) window.location.assign(url);
  }, [url]);
  useEffect(() => {
    // Back from the consent page by the browser's own button, the page would still be on its way out.
    const onShow = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, []);
  const refused = data && 'refused' in data ? data.refused : undefined;
  return { fetcher, refused, leaving: state !== 'idle' || url !== undefined };
}
