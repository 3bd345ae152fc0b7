import { Kbd, useHydrated } from '@patchbay/ui';
import { Command } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { FrameOrganization } from './frame.tsx';
import type { Destination } from './navigation.ts';

const loadPalette = () => import('./palette.tsx');
const Palette = lazy(loadPalette);

type PaletteButtonProps = { organization: FrameOrganization | null; pages: readonly Destination[] };

/** Ctrl K or ⌘ K. The palette itself is fetched when somebody reaches for it. */
export function PaletteButton({ organization, pages }: PaletteButtonProps) {
  const [open, setOpen] = useState(false);
  const hydrated = useHydrated();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  if (!hydrated) return <span className="h-8 w-13 max-sm:w-9" />;
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        onPointerEnter={loadPalette}
        onFocus={loadPalette}
        onClick={() => setOpen(true)}
        className="flex h-8 items-center gap-1 rounded-sm px-1.5 text-muted transition-colors hover:bg-hover hover:text-ink max-sm:size-9 max-sm:justify-center"
      >
        <Command aria-hidden className="size-4 sm:hidden" />
        <span className="sr-only">Command palette</span>
        <span className="flex gap-1 max-sm:hidden">
          <Kbd>{/Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl'}</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      {open && (
        <Suspense>
          <Palette organization={organization} pages={pages} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
