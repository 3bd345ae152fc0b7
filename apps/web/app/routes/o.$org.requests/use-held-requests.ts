import type { CallView } from '@patchbay/services/schemas';
import { useFetcher, useLocation, useParams } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import type { RequestList } from './requests.ts';

const everyMs = 5_000;

/**
 * The rows as they were when the address was opened. What came since is counted, not pushed in, so that no row moves
 * under a reader; `show` takes it in. Calls are too many for an event each, so the list asks while it is looked at.
 */
export function useHeldRequests(loaded: CallView[]) {
  const { org } = useParams();
  const { search } = useLocation();
  const path = `/o/${org}/requests${search}`;
  const { data, load } = useFetcher<RequestList>({ key: path });
  const [held, setHeld] = useState({ path, items: loaded });
  const isKept = held.path === path && held.items.length > 0;
  if (!isKept && held.items !== loaded) setHeld({ path, items: loaded });
  const items = isKept ? held.items : loaded;
  const paused = search.includes('cursor=');

  const asking = useRef(load);
  asking.current = load;
  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') asking.current(path);
    }, everyMs);
    return () => clearInterval(timer);
  }, [path, paused]);

  const fresh = newest(data?.items, loaded);
  const known = new Set(items.map(({ id }) => id));
  const newer = paused ? 0 : fresh.filter(({ id }) => !known.has(id)).length;
  return { items, newer, show: () => setHeld({ path, items: fresh }) };
}

const newest = (asked: CallView[] | undefined, loaded: CallView[]): CallView[] => {
  const [first] = asked ?? [];
  return asked && first && first.createdAt >= (loaded[0]?.createdAt ?? 0) ? asked : loaded;
};
