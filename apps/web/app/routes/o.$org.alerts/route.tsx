import { Page, Tabs } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useLocation } from '@remix-run/react';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Alerts · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Alerts' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return orRefuse(args.context, caller.alerts.count());
}

export default function AlertsLayout() {
  const count = useLoaderData<typeof loader>();
  const { base, name } = useOrganization();
  return (
    <Page
      title="Alerts"
      note={`What somebody in ${name} has to know of, once it is certain, and how they are told.`}
      tabs={<Tabs label="Alerts" tabs={useTabs(`${base}/alerts`, count)} />}
    >
      <Outlet />
    </Page>
  );
}

function useTabs(at: string, count: { open: number; failingChannels: number }) {
  const { pathname, search } = useLocation();
  const [first = ''] = pathname.slice(at.length + 1).split('/');
  const places = ['channels', 'rules', 'maintenance'];
  const isList = !places.includes(first);
  const isHistory = new URLSearchParams(search).get('state') === 'closed';
  const failing = count.failingChannels > 0 ? `, ${count.failingChannels} failing` : '';
  return [
    { label: `Open ${count.open || ''}`.trim(), href: at, current: isList && !isHistory },
    { label: 'History', href: `${at}?state=closed`, current: isList && isHistory },
    { label: `Channels${failing}`, href: `${at}/channels`, current: first === 'channels' },
    { label: 'Rules', href: `${at}/rules`, current: first === 'rules' },
    { label: 'Maintenance', href: `${at}/maintenance`, current: first === 'maintenance' },
  ];
}
