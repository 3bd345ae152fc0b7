import { IconButton } from '@patchbay/ui';
import { useFetcher } from '@remix-run/react';
import { clsx } from 'clsx';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import type { FrameOrganization } from './frame.tsx';
import type { FrameData } from './frame-data.server.ts';
import type { Destination } from './navigation.ts';
import { operatorDestinations } from './navigation.ts';
import { OrganizationMenu } from './organization-menu.tsx';
import { PersonMenu } from './person-menu.tsx';
import { RailLink } from './rail-link.tsx';

export const railId = 'rail';

type RailProps = {
  data: FrameData;
  organization: FrameOrganization | null;
  pages: readonly Destination[];
};

export function Rail({ data, organization, pages }: RailProps) {
  const fetcher = useFetcher();
  const wanted = fetcher.formData?.get('rail') ?? data.preferences.rail;
  const narrow = wanted === 'narrow';
  const main = pages.filter(({ group }) => group === undefined);
  const settings = pages.filter(({ group }) => group === 'Settings');
  return (
    <aside
      id={railId}
      aria-label="Sidebar"
      popover="auto"
      data-narrow={narrow || undefined}
      className="rail shrink-0 flex-col bg-sunken text-base"
    >
      <div
        className={clsx(
          'flex h-13 shrink-0 items-center px-3',
          narrow && 'lg:justify-center lg:px-0',
        )}
      >
        <OrganizationMenu
          organizations={data.organizations}
          current={organization}
          narrow={narrow}
        />
      </div>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-5 px-3 py-3">
        <RailGroup pages={main} narrow={narrow} />
        {settings.length > 0 && <RailGroup title="Settings" pages={settings} narrow={narrow} />}
        {data.person.operator && (
          <RailGroup title="Operator" pages={operatorDestinations} narrow={narrow} />
        )}
      </nav>
      <div
        className={clsx(
          'flex shrink-0 items-center gap-1 border-t border-line p-2',
          narrow && 'lg:flex-col',
        )}
      >
        <PersonMenu person={data.person} theme={data.preferences.theme} narrow={narrow} />
        <fetcher.Form method="post" action="/preferences" className="max-lg:hidden">
          <input type="hidden" name="rail" value={narrow ? 'wide' : 'narrow'} />
          <IconButton
            type="submit"
            label={narrow ? 'Widen the rail' : 'Narrow the rail'}
            icon={narrow ? <PanelLeftOpen /> : <PanelLeftClose />}
            tip={narrow ? 'right' : 'top'}
          />
        </fetcher.Form>
      </div>
    </aside>
  );
}

function RailGroup(props: { title?: string; pages: readonly Destination[]; narrow: boolean }) {
  const { title, pages, narrow } = props;
  return (
    <div>
      {title && (
        <p className={clsx('px-2 pb-1 text-xs font-medium text-muted', narrow && 'lg:sr-only')}>
          {title}
        </p>
      )}
      <ul className="flex flex-col gap-px">
        {pages.map((page) => (
          <li key={page.href}>
            <RailLink page={page} narrow={narrow} />
          </li>
        ))}
      </ul>
    </div>
  );
}
