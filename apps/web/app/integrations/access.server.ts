import { roleHas } from '@patchbay/core';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { readOnlyReason } from './words.ts';

type Role = Parameters<typeof roleHas>[0];

/** What the page may offer. The services decide again; this only spares people buttons that would refuse. */
export const accessOf = (role: Role) => ({
  canEdit: roleHas(role, 'settings:edit'),
  canAudit: roleHas(role, 'audit:read'),
  readOnly: readOnlyReason(role),
});
export type Access = ReturnType<typeof accessOf>;

/** One integration of the organization in the address, with what the person may do to it. */
export async function openIntegration(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const provider = args.params.provider ?? '';
  const integration = await orRefuse(args.context, caller.integrations.get({ provider }));
  return { caller, org: organization.slug, integration, access: accessOf(organization.role) };
}
