import { useMatches } from '@remix-run/react';

const bringsSearch = (handle: unknown): boolean =>
  typeof handle === 'object' && handle !== null && 'ownSearch' in handle;

/** Whether the page has a search of its own, so that the top bar's would be the second. */
export const useOwnSearch = (): boolean => useMatches().some(({ handle }) => bringsSearch(handle));
