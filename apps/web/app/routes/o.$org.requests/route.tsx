import { Button, Card, EmptyState, Page } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useSearchParams } from '@remix-run/react';
import { ArrowUpDown, ListRestart } from 'lucide-react';
import { useOrganization } from '../../frame/use-organization.ts';
import { PageTurner } from '../../parts/page-turner.tsx';
import { isFiltered, readRequestFilters } from '../../requests/filters.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { RecordingNote } from './recording-note.tsx';
import { RequestFilters } from './request-filters.tsx';
import { RequestTable } from './request-table.tsx';
import type { RequestList } from './requests.ts';
import { useHeldRequests } from './use-held-requests.ts';

export { keepBeneath as shouldRevalidate } from '../../frame/keep-beneath.ts';
export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Requests · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Requests' }) };

export async function loader(args: LoaderFunctionArgs): Promise<RequestList> {
  const { caller } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const catalog = await orRefuse(args.context, caller.catalog.list({}));
  const provider = catalog[0]?.provider ?? '';
  const [page, { log }] = await orRefuse(
    args.context,
    Promise.all([
      caller.calls.list(readRequestFilters(search, Date.now())),
      caller.calls.limits({ provider }),
    ]),
  );
  const providers = catalog.map(({ provider, name }) => ({ provider, name }));
  return { ...page, log, providers };
}

export default function RequestsPage() {
  const loaded = useLoaderData<typeof loader>();
  const { items, newer, show } = useHeldRequests(loaded.items);
  const { name } = useOrganization();
  const [search] = useSearchParams();
  return (
    <Page
      title="Requests"
      note={`Calls made through Patchbay for ${name}. Secrets are taken out before they are stored.`}
      actions={
        newer > 0 && (
          <Button type="button" icon={<ListRestart aria-hidden />} onClick={show}>
            Show {newer} new
          </Button>
        )
      }
    >
      <RequestFilters providers={loaded.providers} />
      <RecordingNote log={loaded.log} />
      <Card>
        {items.length === 0 ? (
          <NoRequests filtered={isFiltered(search)} recording={loaded.log.enabled} />
        ) : (
          <RequestTable items={items} providers={loaded.providers} />
        )}
      </Card>
      <PageTurner nextCursor={loaded.nextCursor} />
      <Outlet context={items} />
    </Page>
  );
}

function NoRequests({ filtered, recording }: { filtered: boolean; recording: boolean }) {
  if (filtered)
    return (
      <EmptyState icon={<ArrowUpDown />} title="No request fits these filters">
        Widen the time, or take a filter away.
      </EmptyState>
    );
  return (
    <EmptyState icon={<ArrowUpDown />} title="No requests on record">
      {recording
        ? 'Calls through the API, the proxy and the Operations tab of an integration appear here within seconds.'
        : 'Calls work, but nothing of them is kept.'}
    </EmptyState>
  );
}
