import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { ProviderMark } from '@patchbay/ui';
import { useFetcher, useNavigate } from '@remix-run/react';
import { CircleUserRound, CornerDownLeft, Plus, Search } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import type { loader as paletteLoader } from '../routes/o.$org.palette.ts';
import type { FrameOrganization } from './frame.tsx';
import type { Destination } from './navigation.ts';

type Choice = { label: string; href: string; mark: ReactNode; note?: string };
type PaletteProps = {
  organization: FrameOrganization | null;
  pages: readonly Destination[];
  onClose: () => void;
};

const personal: Choice[] = [
  { label: 'Account', href: '/account', mark: <CircleUserRound /> },
  { label: 'Create organization', href: '/organizations/new', mark: <Plus /> },
];

function useChoices({ organization, pages }: Omit<PaletteProps, 'onClose'>): Choice[] {
  const { data, load } = useFetcher<typeof paletteLoader>();
  const slug = organization?.slug;
  useEffect(() => {
    if (slug) load(`/o/${slug}/palette`);
  }, [slug, load]);
  return useMemo(
    () => [
      ...pages.map(({ label, href, group, icon: Icon }) => ({
        label,
        href,
        mark: <Icon />,
        ...(group ? { note: group } : {}),
      })),
      ...(data?.integrations ?? []).map(({ label, provider, name, word }) => ({
        label,
        href: `/o/${slug}/integrations/${provider}`,
        mark: <ProviderMark brand={provider} name={name} size="sm" />,
        note: word,
      })),
      ...personal,
    ],
    [pages, data, slug],
  );
}

export default function Palette({ organization, pages, onClose }: PaletteProps) {
  const choices = useChoices({ organization, pages });
  const navigate = useNavigate();
  const go = (href: string) => {
    onClose();
    navigate(href);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup
          aria-label="Command palette"
          className="fixed inset-x-4 top-[12dvh] z-50 mx-auto max-w-140 overflow-hidden rounded-md bg-raised shadow-float"
        >
          <Autocomplete.Root
            items={choices}
            itemToStringValue={(choice) => `${choice.label} ${choice.note ?? ''}`}
            inline
            open
            autoHighlight="always"
            keepHighlight
          >
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Autocomplete.Input
                aria-label="Go to"
                placeholder="Go to a page or an integration"
                className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-muted"
              />
            </div>
            <Autocomplete.Empty className="px-4 py-6 text-muted empty:hidden">
              Nothing has this name. Try a page, or the name of an integration.
            </Autocomplete.Empty>
            <Autocomplete.List
              aria-label="Destinations"
              className="max-h-[50dvh] overflow-y-auto p-1.5 empty:hidden"
            >
              {(choice: Choice) => (
                <Autocomplete.Item
                  key={choice.href}
                  value={choice}
                  onClick={() => go(choice.href)}
                  className="group flex h-10 cursor-pointer items-center gap-3 rounded-sm px-2.5 outline-none data-highlighted:bg-accent-soft [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted"
                >
                  <span className="grid size-6 shrink-0 place-items-center [&>svg:not([viewBox='0_0_36_36'])]:size-4">
                    {choice.mark}
                  </span>
                  <span className="min-w-0 flex-1 truncate font-medium">{choice.label}</span>
                  <span className="text-sm text-muted">{choice.note}</span>
                  <CornerDownLeft
                    aria-hidden
                    className="invisible group-data-highlighted:visible"
                  />
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
