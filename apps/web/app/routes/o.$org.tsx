import { Banner } from '@patchbay/ui';
import { data, type LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import type { CrumbHandle } from '../frame/crumbs.ts';
import { Frame } from '../frame/frame.tsx';
import { frameData } from '../frame/frame-data.server.ts';
import { rememberOrganization } from '../session/last-organization.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { unlessFilters as shouldRevalidate } from '../frame/unless-filters.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const [frame, repairs, alerts] = await Promise.all([
    frameData(args.context, args.request),
    orRefuse(args.context, caller.repairs.list()),
    orRefuse(args.context, caller.alerts.count()),
  ]);
  const urgent = repairs.filter(({ severity }) => severity !== 'notice').length;
  const counts = { repairs: urgent, alerts: alerts.unacknowledged };
  const headers = await rememberOrganization(args.request, organization.slug);
  return data({ frame, organization, counts }, { headers });
}

type Loaded = { organization: { name: string; slug: string } };

export const handle: CrumbHandle = {
  crumb: (loaded) => {
    if (!loaded) return [];
    const { organization } = loaded as Loaded;
    return { label: organization.name, href: `/o/${organization.slug}` };
  },
};

export default function OrganizationLayout() {
  const { frame, organization, counts } = useLoaderData<typeof loader>();
  return (
    <Frame data={frame} organization={organization} counts={counts}>
      {organization.role === 'operator' && (
        <div className="px-4 pt-4 sm:px-8">
          <Banner tone="accent">
            You look into {organization.name} as the operator. You can see everything and change
            nothing.
          </Banner>
        </div>
      )}
      <Outlet />
    </Frame>
  );
}
