import { Breadcrumb } from '@patchbay/ui';
import { Menu as MenuIcon } from 'lucide-react';
import { LiveMark } from '../live/live-mark.tsx';
import { useCrumbs } from './crumbs.ts';
import type { FrameOrganization } from './frame.tsx';
import type { Destination } from './navigation.ts';
import { useOwnSearch } from './own-search.ts';
import { PaletteButton } from './palette-button.tsx';
import { railId } from './rail.tsx';
import { SearchBox } from './search-box.tsx';

type TopBarProps = { organization: FrameOrganization | null; pages: readonly Destination[] };

export function TopBar({ organization, pages }: TopBarProps) {
  const ownSearch = useOwnSearch();
  return (
    <header className="sticky top-0 z-20 flex h-13 items-center gap-2 border-b border-line bg-canvas px-3 sm:gap-3 sm:px-5">
      <button
        type="button"
        popovertarget={railId}
        aria-label="Menu"
        className="grid size-9 shrink-0 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink lg:hidden"
      >
        <MenuIcon aria-hidden className="size-4.5" />
      </button>
      <div className="min-w-0 flex-1">
        <Breadcrumb crumbs={useCrumbs()} />
      </div>
      {organization && <LiveMark slug={organization.slug} />}
      <PaletteButton organization={organization} pages={pages} bySlash={!ownSearch}>
        {organization && !ownSearch && <SearchBox slug={organization.slug} />}
      </PaletteButton>
    </header>
  );
}
