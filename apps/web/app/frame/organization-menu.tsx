import { Avatar, Menu, MenuHeading, MenuLink, MenuRule } from '@patchbay/ui';
import { clsx } from 'clsx';
import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { Mark } from '../parts/mark.tsx';
import type { FrameOrganization } from './frame.tsx';

type OrganizationMenuProps = {
  organizations: readonly FrameOrganization[];
  current: FrameOrganization | null;
  narrow: boolean;
};

export function OrganizationMenu({ organizations, current, narrow }: OrganizationMenuProps) {
  const name = current?.name ?? 'Patchbay';
  return (
    <Menu
      triggerClassName={clsx(
        'flex h-9 min-w-0 items-center gap-2.5 rounded-sm px-1.5 transition-colors hover:bg-hover',
        narrow ? 'max-lg:flex-1' : 'flex-1',
      )}
      trigger={
        <>
          {current ? <Avatar square name={name} /> : <Mark className="size-7" />}
          <span
            className={clsx(
              'min-w-0 flex-1 truncate text-left font-semibold',
              narrow && 'lg:hidden',
            )}
          >
            {name}
          </span>
          <span className="sr-only">, switch organization</span>
          <ChevronsUpDown
            aria-hidden
            className={clsx('size-3.5 shrink-0 text-muted', narrow && 'lg:hidden')}
          />
        </>
      }
    >
      <MenuHeading>Organizations</MenuHeading>
      {organizations.map((organization) => (
        <MenuLink
          key={organization.id}
          href={`/o/${organization.slug}`}
          aria-current={organization.id === current?.id ? 'true' : undefined}
        >
          <Avatar square name={organization.name} />
          <span className="min-w-0 flex-1 truncate">{organization.name}</span>
          {organization.id === current?.id && <Check aria-hidden />}
        </MenuLink>
      ))}
      <MenuRule />
      <MenuLink href="/organizations/new">
        <Plus aria-hidden />
        Create organization
      </MenuLink>
    </Menu>
  );
}
