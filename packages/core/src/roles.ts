/** A person's standing in one organization. `operator` runs the platform and is no member. */
export const memberRoles = ['owner', 'admin', 'member'] as const;
export type MemberRole = (typeof memberRoles)[number];
export const roles = [...memberRoles, 'operator'] as const;
export type Role = (typeof roles)[number];

/** One table says who may do what; the matrix test fails until every role has an answer. */
export const permissionTable = {
  'settings:read': ['owner', 'admin', 'member', 'operator'],
  'settings:edit': ['owner', 'admin'],
  'audit:read': ['owner', 'admin', 'operator'],
  'calls:make': ['owner', 'admin'],
  /** One's own accounts in the systems of the organization. */
  'accounts:own': ['owner', 'admin', 'member'],
  'accounts:read': ['owner', 'admin', 'operator'],
  'accounts:edit': ['owner', 'admin'],
  /** Sources, events with their payload, subscriptions, deliveries. Alerts go with the settings. */
  'webhooks:read': ['owner', 'admin', 'operator'],
  'webhooks:edit': ['owner', 'admin'],
  'members:read': ['owner', 'admin', 'member', 'operator'],
  'members:edit': ['owner', 'admin'],
  'keys:read': ['owner', 'admin', 'operator'],
  'keys:edit': ['owner', 'admin'],
  'organization:edit': ['owner'],
  'organizations:list': ['operator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissionTable;
export const permissions = Object.keys(permissionTable) as [Permission, ...Permission[]];

/** What an API key can be given: a program administers neither people nor keys nor the platform. */
export const keyPermissions = [
  'settings:read',
  'settings:edit',
  'audit:read',
  'calls:make',
  'accounts:read',
  'accounts:edit',
  'webhooks:read',
  'webhooks:edit',
  'members:read',
] as const;
export type KeyPermission = (typeof keyPermissions)[number];

export const roleHas = (role: Role, permission: Permission): boolean =>
  (permissionTable[permission] as readonly Role[]).includes(role);

export const permissionsOf = (role: Role): ReadonlySet<Permission> =>
  new Set(permissions.filter((permission) => roleHas(role, permission)));
