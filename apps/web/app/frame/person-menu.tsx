import { Avatar, Menu, MenuButton, MenuHeading, MenuLink, MenuRule } from '@patchbay/ui';
import { Form, useFetcher } from '@remix-run/react';
import { clsx } from 'clsx';
import { Check, CircleUserRound, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import type { Preferences } from '../session/preferences.ts';
import type { FrameData } from './frame-data.server.ts';

const themes = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'As the system', icon: Monitor },
] as const;

type PersonMenuProps = {
  person: FrameData['person'];
  theme: Preferences['theme'];
  narrow: boolean;
};

export function PersonMenu({ person, theme, narrow }: PersonMenuProps) {
  return (
    <Menu
      align="up"
      className="w-56"
      triggerClassName={clsx(
        'flex h-9 min-w-0 items-center gap-2.5 rounded-sm px-1.5 text-left transition-colors hover:bg-hover pointer-coarse:h-11',
        narrow ? 'max-lg:flex-1' : 'flex-1',
      )}
      trigger={
        <>
          <Avatar name={person.name} />
          <span className={clsx('min-w-0 flex-1 truncate font-medium', narrow && 'lg:sr-only')}>
            {person.name}
            <span className="sr-only">: account, theme, sign out</span>
          </span>
        </>
      }
    >
      <p className="truncate px-2.5 pt-1.5 pb-1 text-sm text-muted">{person.email}</p>
      <MenuLink href="/account">
        <CircleUserRound aria-hidden />
        Account
      </MenuLink>
      <MenuRule />
      <ThemeChoice theme={theme} />
      <MenuRule />
      <Form method="post" action="/sign-out">
        <MenuButton>
          <LogOut aria-hidden />
          Sign out
        </MenuButton>
      </Form>
    </Menu>
  );
}

function ThemeChoice({ theme }: { theme: Preferences['theme'] }) {
  const fetcher = useFetcher();
  return (
    <fetcher.Form method="post" action="/preferences">
      <MenuHeading>Theme</MenuHeading>
      {themes.map(({ value, label, icon: Icon }) => (
        <MenuButton key={value} name="theme" value={value} aria-pressed={value === theme}>
          <Icon aria-hidden />
          <span className="flex-1">{label}</span>
          {value === theme && <Check aria-hidden />}
        </MenuButton>
      ))}
    </fetcher.Form>
  );
}
