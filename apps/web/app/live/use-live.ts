import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { publishUpdate } from './updates.ts';

export type LiveState = 'connecting' | 'connected' | 'paused';

const quietMs = 250;

/**
 * Listens to the organization's events after hydration and reads the page again when one arrives; a burst
 * of events is one reading. The client is fetched apart, so that it never delays the first page.
 */
export function useLive(slug: string): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const revalidator = useRevalidator();
  const revalidate = useRef(revalidator.revalidate);
  revalidate.current = revalidator.revalidate;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop: (() => void) | undefined;
    let gone = false;
    const readAgain = () => {
      clearTimeout(timer);
      timer = setTimeout(() => revalidate.current(), quietMs);
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
