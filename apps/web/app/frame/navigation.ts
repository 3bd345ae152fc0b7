import { type Permission, type Role, roleHas } from '@patchbay/core';
import {
  ArrowUpDown,
  BellRing,
  Blocks,
  Building2,
  CircleUserRound,
  ContactRound,
  Fingerprint,
  Gauge,
  KeyRound,
  type LucideIcon,
  ScrollText,
  Users,
  UsersRound,
  Webhook,
  Wrench,
} from 'lucide-react';

export type Destination = {
  label: string;
  href: string;
  icon: LucideIcon;
  /** Current on its own page only, not on the pages below it. */
  exact?: boolean;
  /** How many things wait there. */
  count?: number;
  /** The crumb above it, for pages that live under Settings. */
  group?: 'Settings';
};

type Entry = Omit<Destination, 'href' | 'count'> & { path: string; permission: Permission };

/** A page of an organization enters the rail, the breadcrumb and the command palette here. */
const entries: readonly Entry[] = [
  { label: 'Overview', path: '', icon: Gauge, exact: true, permission: 'settings:read' },
  { label: 'Integrations', path: 'integrations', icon: Blocks, permission: 'settings:read' },
  {
    label: 'My accounts',
    path: 'my-accounts',
    icon: CircleUserRound,
    permission: 'accounts:own',
  },
  { label: 'Accounts', path: 'accounts', icon: UsersRound, permission: 'accounts:read' },
  { label: 'Requests', path: 'requests', icon: ArrowUpDown, permission: 'audit:read' },
  { label: 'Webhooks', path: 'webhooks', icon: Webhook, permission: 'webhooks:read' },
  { label: 'Alerts', path: 'alerts', icon: BellRing, permission: 'settings:read' },
  { label: 'Repairs', path: 'repairs', icon: Wrench, permission: 'settings:read' },
  { label: 'Audit', path: 'audit', icon: ScrollText, permission: 'audit:read' },
  {
    label: 'Members',
    path: 'settings/members',
    icon: Users,
    permission: 'members:read',
    group: 'Settings',
  },
  {
    label: 'API keys',
    path: 'settings/keys',
    icon: KeyRound,
    permission: 'keys:read',
    group: 'Settings',
  },
  {
    label: 'Single sign-on',
    path: 'settings/sign-on',
    icon: Fingerprint,
    permission: 'keys:read',
    group: 'Settings',
  },
];

/** What a role may open, in the order of the rail. */
export const destinations = (
  slug: string,
  role: Role | null,
  counts: Partial<Record<string, number>> = {},
): Destination[] =>
  entries
    .filter(({ permission }) => role !== null && roleHas(role, permission))
    .map(({ path, permission: _, ...entry }) => ({
      ...entry,
      href: path ? `/o/${slug}/${path}` : `/o/${slug}`,
      ...(counts[path] ? { count: counts[path] } : {}),
    }));

export const operatorDestinations: readonly Destination[] = [
  { label: 'Organizations', href: '/operator/organizations', icon: Building2 },
  { label: 'People', href: '/operator/people', icon: ContactRound },
];
