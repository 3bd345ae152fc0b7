import type { KeyPermission, Permission, Role } from './roles.ts';
import { permissionsOf } from './roles.ts';

/** Who acts. Audit rows keep it as it was, so a deleted person stays named. */
export type Actor =
  | { type: 'user'; id: string; name: string; email: string }
  | { type: 'api_key'; id: string; name: string }
  | { type: 'system'; id: string; name: string };

/** An actor inside one organization, with what it may do there. */
export type Principal = {
  organizationId: string;
  actor: Actor;
  /** `null` for API keys and the system, whose permissions are listed one by one. */
  role: Role | null;
  permissions: ReadonlySet<Permission>;
};

export const asUser = (
  organizationId: string,
  actor: Extract<Actor, { type: 'user' }>,
  role: Role,
): Principal => ({
  organizationId,
  actor,
  role,
  permissions: permissionsOf(role),
});

export const asApiKey = (
  organizationId: string,
  actor: Extract<Actor, { type: 'api_key' }>,
  granted: readonly KeyPermission[],
): Principal => ({ organizationId, actor, role: null, permissions: new Set<Permission>(granted) });

/** The product itself (a job, a boot step), named so that audit says which part acted. */
export const asSystem = (
  organizationId: string,
  part: string,
  granted: readonly Permission[],
): Principal => ({
  organizationId,
  actor: { type: 'system', id: part, name: `Patchbay ${part}` },
  role: null,
  permissions: new Set(granted),
});
