import { Tooltip } from '@patchbay/ui';
import { NavLink } from '@remix-run/react';
import { clsx } from 'clsx';
import type { Destination } from './navigation.ts';
import { railId } from './rail.tsx';

const closeSheet = () => {
  const sheet = document.getElementById(railId);
  if (sheet?.matches(':popover-open')) sheet.hidePopover();
};

export function RailLink({ page, narrow }: { page: Destination; narrow: boolean }) {
  const { label, href, icon: Icon, exact = false, count } = page;
  const link = (
    <NavLink
      to={href}
      end={exact}
      prefetch="intent"
      onClick={closeSheet}
      className={({ isActive }) =>
        clsx(
          'relative flex h-8 w-full items-center gap-2.5 rounded-sm px-2 font-medium transition-colors pointer-coarse:h-11 [&>svg]:size-4 [&>svg]:shrink-0',
          isActive
            ? 'bg-hover text-ink [&>svg]:text-accent-ink'
            : 'text-muted hover:bg-hover hover:text-ink',
          narrow && 'lg:w-9 lg:justify-center',
        )
      }
    >
      <Icon aria-hidden />
      <span className={clsx('flex-1', narrow && 'lg:sr-only')}>{label}</span>
      {count !== undefined && <Count count={count} narrow={narrow} />}
    </NavLink>
  );
  if (!narrow) return link;
  return (
    <Tooltip text={label} side="right">
      {link}
    </Tooltip>
  );
}

function Count({ count, narrow }: { count: number; narrow: boolean }) {
  return (
    <span
      className={clsx(
        'grid h-5 min-w-5 place-items-center rounded-full bg-bad-soft px-1.5 text-xs font-semibold text-bad tabular-nums',
        narrow && 'lg:absolute lg:-top-1 lg:-right-1 lg:h-4 lg:min-w-4 lg:px-1',
      )}
    >
      {count}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
