import { useState } from 'react';

/** Which of the people on this page are chosen; a new page starts with nobody. */
export function useSelection(shown: readonly string[]) {
  const key = shown.join(' ');
  const [kept, setKept] = useState<{ key: string; chosen: ReadonlySet<string> }>({
    key,
    chosen: new Set(),
  });
  const known = new Set(shown);
  const chosen = new Set([...kept.chosen].filter((id) => known.has(id)));
  const choose = (next: ReadonlySet<string>) => setKept({ key, chosen: next });
  return {
    chosen,
    all: shown.length > 0 && chosen.size === shown.length,
    toggle: (id: string) => {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      choose(next);
    },
    toggleAll: () => choose(chosen.size === shown.length ? new Set() : known),
    clear: () => choose(new Set()),
  };
}

export type Selection = ReturnType<typeof useSelection>;
