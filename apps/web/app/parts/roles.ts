import type { KeyPermission, MemberRole, Role } from '@patchbay/core';
import type { Choice } from '@patchbay/ui';

export const roleWords: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  operator: 'Operator',
};

export const roleNotes: Record<MemberRole, string> = {
  owner: 'Everything an admin may, and renames the organization and appoints owners.',
  admin: 'Configures integrations, invites people, issues API keys.',
  member: 'Sees integrations and their health, and changes nothing.',
};

export const keyChoices: readonly (Choice & { value: KeyPermission })[] = [
  {
    value: 'settings:read',
    label: 'Read integrations',
    note: 'Their settings without secrets, state and health.',
  },
  {
    value: 'settings:edit',
    label: 'Change integrations',
    note: 'Configure, test, pause and remove them.',
  },
  { value: 'audit:read', label: 'Read the audit log' },
  { value: 'accounts:read', label: "Read people's accounts" },
  { value: 'accounts:edit', label: "Create, change and remove people's accounts" },
  { value: 'webhooks:read', label: 'Read events and deliveries' },
  { value: 'webhooks:edit', label: 'Change sources and subscriptions' },
  { value: 'members:read', label: 'Read members' },
];
