import { Page, Tabs } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useLocation } from '@remix-run/react';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export { unlessFilters as shouldRevalidate } from '../../frame/unless-filters.ts';
export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Webhooks · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Webhooks' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return orRefuse(args.context, caller.deliveries.summary());
}

export default function WebhooksLayout() {
  const { dead } = useLoaderData<typeof loader>();
  const { base, name } = useOrganization();
  const at = `${base}/webhooks`;
  const [first = ''] = useLocation()
    .pathname.slice(at.length + 1)
    .split('/');
  const tabs = [
    { label: 'Sources', href: at, current: first === '' || first === 'sources' },
    { label: 'Events', href: `${at}/events`, current: first === 'events' },
    { label: 'Subscriptions', href: `${at}/subscriptions`, current: first === 'subscriptions' },
    {
      label: dead > 0 ? `Dead letters ${dead}` : 'Dead letters',
      href: `${at}/dead-letters`,
      current: first === 'dead-letters',
    },
  ];
  return (
    <Page
      title="Webhooks"
      note={`What other systems send to ${name}: verified, stored once, and handed on to your programs.`}
      tabs={<Tabs label="Webhooks" tabs={tabs} />}
    >
      <Outlet />
    </Page>
  );
}
