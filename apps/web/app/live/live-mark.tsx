import { Tooltip, useAnnounce, useHydrated } from '@patchbay/ui';
import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';
import { type LiveState, useLive } from './use-live.ts';

const words: Record<LiveState, { word: string; explanation: string }> = {
  connecting: { word: 'Connecting', explanation: 'Connecting for live updates' },
  connected: { word: 'Live', explanation: 'This page follows changes as they happen' },
  paused: { word: 'Paused', explanation: 'Live updates are interrupted; trying again' },
};

/** Whether what is shown follows the server. Absent without script, where nothing follows. */
export function LiveMark({ slug }: { slug: string }) {
  const state = useLive(slug);
  const announce = useAnnounce();
  const before = useRef(state);
  const hydrated = useHydrated();

  useEffect(() => {
    const interrupted = before.current === 'connected' && state === 'paused';
    const resumed = before.current === 'paused' && state === 'connected';
    if (interrupted || resumed) announce(words[state].explanation);
    before.current = state;
  }, [state, announce]);

  if (!hydrated) return <span className="h-7 w-16 max-sm:w-6" />;
  const { word, explanation } = words[state];
  return (
    <Tooltip text={explanation} side="end">
      <span
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation has to be reachable by keyboard
        tabIndex={0}
        className="flex h-7 w-16 items-center justify-end gap-2 rounded-xs px-1 text-sm text-muted max-sm:w-6"
      >
        <Dot state={state} />
        <span className="max-sm:sr-only">{word}</span>
        <span className="sr-only">: {explanation}</span>
      </span>
    </Tooltip>
  );
}

/** Filled, hollow, two bars: the shape tells the state without the colour. */
function Dot({ state }: { state: LiveState }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2 shrink-0">
      {state === 'paused' ? (
        <path d="M2 0v8M6 0v8" strokeWidth="2" className="stroke-warn-mark" />
      ) : (
        <circle
          cx="4"
          cy="4"
          r="3"
          strokeWidth="1.5"
          className={clsx(
            state === 'connected'
              ? 'fill-ok-mark stroke-ok-mark'
              : 'fill-transparent stroke-control',
          )}
        />
      )}
    </svg>
  );
}
