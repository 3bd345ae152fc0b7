import { ButtonLink, Card, EmptyState } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useLocation } from '@remix-run/react';
import { BellRing, History } from 'lucide-react';
import { AlertTable } from '../../alerts/alert-table.tsx';
import { useOrganization } from '../../frame/use-organization.ts';
import { PageTurner } from '../../parts/page-turner.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export { keepBeneath as shouldRevalidate } from '../../frame/keep-beneath.ts';
export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const state = search.get('state') === 'closed' ? ('closed' as const) : ('open' as const);
  const cursor = search.get('cursor');
  const [page, { channels }] = await orRefuse(
    args.context,
    Promise.all([
      caller.alerts.list({ state, ...(cursor && { cursor }) }),
      caller.alerts.channels(),
    ]),
  );
  return { ...page, state, hasChannels: channels.length > 0 };
}

export default function AlertList() {
  const { items, nextCursor, state, hasChannels } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const { search } = useLocation();
  const add = may('settings:edit') && !hasChannels && (
    <ButtonLink href={`${base}/alerts/channels/new`} variant="primary">
      Add a channel
    </ButtonLink>
  );
  return (
    <>
      <Card>
        {items.length > 0 ? (
          <AlertTable alerts={items} hrefOf={({ id }) => `${base}/alerts/${id}${search}`} />
        ) : state === 'open' ? (
          <EmptyState icon={<BellRing />} title="Nothing is wrong" actions={add}>
            An alert opens after several failed checks in a row, when a connection breaks, when
            events are given up or accounts differ, and closes by itself.
            {!hasChannels && ' Nobody is told yet: no channel is set up.'}
          </EmptyState>
        ) : (
          <EmptyState icon={<History />} title="No alert has ended yet">
            What was open once stays on record here, with who was told and when.
          </EmptyState>
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
      <Outlet context={items} />
    </>
  );
}
