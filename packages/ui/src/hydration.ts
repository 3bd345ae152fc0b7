import { useEffect, useLayoutEffect, useState } from 'react';

/** Before paint in the browser; on the server React would only warn. */
export const useDomEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** False on the server and in the first render, so that both agree. */
export function useHydrated(): boolean {
  const [hydrated, setHydrated] = useState(false);
  useEffect(() => setHydrated(true), []);
  return hydrated;
}
