import { Kbd, useHydrated } from '@patchbay/ui';
import { Search } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import type { FrameOrganization } from './frame.tsx';
import { isTyping } from './is-typing.ts';
import type { Destination } from './navigation.ts';

const loadPalette = () => import('./palette.tsx');
const Palette = lazy(loadPalette);

type PaletteButtonProps = {
  organization: FrameOrganization | null;
  pages: readonly Destination[];
  /** Whether `/` opens it too; on a page with a search of its own it belongs to that. */
  bySlash: boolean;
  /** What stands in its place until there is script. */
  children: ReactNode;
};

/** Search and command palette in one: Ctrl K or ⌘ K. The palette itself is fetched when somebody reaches for it. */
export function PaletteButton({ organization, pages, bySlash, children }: PaletteButtonProps) {
  const [open, setOpen] = useState(false);
  const hydrated = useHydrated();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const held = event.ctrlKey || event.metaKey;
      const slash = bySlash && event.key === '/' && !held && !isTyping(event.target);
      if (!slash && !(event.key === 'k' && held)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [bySlash]);

  if (!hydrated) return <span className="h-8 w-60 shrink-0 max-sm:w-9">{children}</span>;
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts={`Control+K Meta+K${bySlash ? ' /' : ''}`}
        aria-haspopup="dialog"
        onPointerEnter={loadPalette}
        onFocus={loadPalette}
        onClick={() => setOpen(true)}
        className="flex h-8 w-60 shrink-0 items-center gap-2 rounded-sm border border-line bg-surface pr-1.5 pl-2.5 text-sm text-muted transition-colors hover:border-control hover:text-ink max-sm:size-9 max-sm:justify-center max-sm:border-transparent max-sm:bg-transparent max-sm:p-0"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left max-sm:sr-only">
          Search or jump to …<span className="sr-only"> (command palette)</span>
        </span>
        <span aria-hidden className="flex gap-1 max-sm:hidden">
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
