import type { LiveUpdate } from '@patchbay/trpc';
import { useEffect, useRef } from 'react';

const listeners = new Set<(update: LiveUpdate) => void>();

export function publishUpdate(update: LiveUpdate): void {
  for (const listener of listeners) listener(update);
}

/** Hears each event of the organization while mounted: for what a page shows before it is stored, such as test stages. */
export function useLiveUpdates(onUpdate: (update: LiveUpdate) => void): void {
  const latest = useRef(onUpdate);
  latest.current = onUpdate;
  useEffect(() => {
    const listener = (update: LiveUpdate) => latest.current(update);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
}
