import { useState } from 'react';

/**
 * Rows that follow the server until somebody holds them still to read. What came since is counted; going on shows it.
 * Another address shows its own rows.
 */
export function usePaused<Item extends { id: string }>(loaded: Item[], address: string) {
  const [held, setHeld] = useState<{ address: string; items: Item[] } | null>(null);
  const isPaused = held !== null && held.address === address;
  const items = isPaused ? held.items : loaded;
  const known = new Set(items.map(({ id }) => id));
  return {
    items,
    isPaused,
    newer: loaded.filter(({ id }) => !known.has(id)).length,
    pause: () => setHeld({ address, items: loaded }),
    resume: () => setHeld(null),
  };
}
