import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

const everyMs = 2_000;

/** Reads the page again while something runs; live events do so too, unless they are interrupted. */
export function useFollow(running: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!running || state !== 'idle') return;
    const timer = setTimeout(revalidate, everyMs);
    return () => clearTimeout(timer);
  }, [running, state, revalidate]);
}
