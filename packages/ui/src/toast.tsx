import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useHydrated } from './hydration.ts';

export type Notice = { tone: 'ok' | 'bad'; text: string };

const staysMs = 6_000;

/**
 * The outcome of the last act. It outlives the answer that brought it: live updates read the page again
 * at once, and then there is nothing to tell any more. Without script it stays until the next page.
 */
export function Toast({ notice }: { notice: Notice | null }) {
  const [shown, setShown] = useState(notice);
  const hydrated = useHydrated();

  useEffect(() => {
    if (notice !== null) setShown(notice);
  }, [notice]);

  useEffect(() => {
    if (shown === null || shown.tone === 'bad') return;
    const timer = setTimeout(() => setShown(null), staysMs);
    return () => clearTimeout(timer);
  }, [shown]);

  const Icon = shown?.tone === 'bad' ? CircleAlert : CircleCheck;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex justify-center sm:justify-end"
    >
      {shown && (
        <div className="pointer-events-auto flex max-w-100 items-start gap-3 rounded-md bg-raised py-3 pr-2 pl-4 shadow-float">
          <Icon
            aria-hidden
            className={clsx(
              'mt-0.5 size-4 shrink-0',
              shown.tone === 'bad' ? 'text-bad' : 'text-ok',
            )}
          />
          <p className="min-w-0 flex-1 pr-2 break-words">{shown.text}</p>
          {hydrated && (
            <button
              type="button"
              aria-label="Dismiss"
              onClick={() => setShown(null)}
              className="grid size-6 place-items-center rounded-xs text-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </button>
          )}
        </div>
      )}
    </div>
  );
}
