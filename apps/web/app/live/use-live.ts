import { useNavigation, useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { publishUpdate } from './updates.ts';

export type LiveState = 'connecting' | 'connected' | 'paused';

const quietMs = 250;
/** Where events never pause, the page is read again all the same. */
const longestMs = 2_000;

/**
 * Listens to the organization's events after hydration and reads the page again when one arrives; a burst
 * of events is one reading. The client is fetched apart, so that it never delays the first page.
 */
export function useLive(slug: string): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const revalidator = useRevalidator();
  const readAgainNow = useRef(revalidator.revalidate);
  readAgainNow.current = revalidator.revalidate;
  // Reading again would start a navigation under way anew, and a notice its answer took along would be lost.
  const busy = useRef(false);
  const overdue = useRef(false);
  const navigating = useNavigation().state !== 'idle';

  useEffect(() => {
    busy.current = navigating;
    if (navigating || !overdue.current) return;
    overdue.current = false;
    readAgainNow.current();
  }, [navigating]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let firstAsked: number | undefined;
    let stop: (() => void) | undefined;
    let gone = false;
    const readAgain = () => {
      clearTimeout(timer);
      firstAsked ??= Date.now();
      const waitMs = Math.min(quietMs, firstAsked + longestMs - Date.now());
      timer = setTimeout(() => {
        firstAsked = undefined;
        if (busy.current) overdue.current = true;
        else readAgainNow.current();
      }, waitMs);
    };
    import('./live-client.ts').then(({ listen }) => {
      if (gone) return;
      stop = listen(slug, {
        onState: setState,
        onUpdate: (update) => {
          publishUpdate(update);
          if (update.type !== 'test_stage') readAgain();
        },
      });
    });
    return () => {
      gone = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [slug]);

  return state;
}
