import { type Permission, roleHas } from '@patchbay/core';
import { useRouteLoaderData } from '@remix-run/react';
import type { loader } from '../routes/o.$org.tsx';

/** The organization of the page and what the person may do there; for showing, the services decide. */
export function useOrganization() {
  const loaded = useRouteLoaderData<typeof loader>('routes/o.$org');
  if (loaded === undefined) throw new Error('useOrganization is for pages under /o/:org');
  const { organization } = loaded;
  const { role } = organization;
  return {
    ...organization,
    base: `/o/${organization.slug}`,
    may: (permission: Permission) => role !== null && roleHas(role, permission),
  };
}
