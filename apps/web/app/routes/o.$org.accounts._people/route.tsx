import { Card, EmptyState } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useSearchParams } from '@remix-run/react';
import { SearchX } from 'lucide-react';
import { isNarrowed, readMatrixQuery, states } from '../../accounts/filters.ts';
import { useOrganization } from '../../frame/use-organization.ts';
import { FilterBar, FilterSearch, FilterSelect } from '../../parts/filter-bar.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { AccountGrid } from './account-grid.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { useSelection } from './use-selection.ts';

export { keepBeneath as shouldRevalidate } from '../../frame/keep-beneath.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const [page, offers, drift] = await orRefuse(
    args.context,
    Promise.all([
      caller.accounts.matrix({ limit: 50, ...readMatrixQuery(search) }),
      caller.accounts.offers(),
      caller.drift.list({ limit: 100 }),
    ]),
  );
  const held = new Set(page.items.flatMap(({ accounts }) => accounts.map((one) => one.provider)));
  // A system that nobody can use and nobody has is only noise in a grid.
  const systems = offers.filter(({ provider, available }) => available || held.has(provider));
  const drifting = drift.items.flatMap(({ accountId }) => (accountId === null ? [] : [accountId]));
  return { ...page, systems, drifting, slug: organization.slug };
}

export type MatrixPage = Awaited<ReturnType<typeof loader>>;

export default function PeoplePage() {
  const page = useLoaderData<typeof loader>();
  const { may } = useOrganization();
  const [search] = useSearchParams();
  const { items, systems } = page;
  const selection = useSelection(items.map(({ person }) => person.id));
  const editable = may('accounts:edit') && systems.length > 0;
  const named = systems.map(({ provider, name }) => ({ value: provider, label: name }));
  return (
    <>
      <FilterBar>
        <FilterSearch name="q" label="Name, e-mail or account" />
        <FilterSelect name="system" label="System" any="All systems" options={named} />
        <FilterSelect name="state" label="State" any="Any state" options={states} />
      </FilterBar>
      <Card>
        {items.length === 0 ? (
          <EmptyState icon={<SearchX />} title="Nobody fits these filters">
            {isNarrowed(search) ? 'Take one away to see more people.' : 'Nobody is here yet.'}
          </EmptyState>
        ) : (
          <AccountGrid page={page} selection={editable ? selection : null} />
        )}
      </Card>
      <PageTurner nextCursor={page.nextCursor} words={{ first: 'First', next: 'Next' }} />
      {editable && items.length > 0 && <BulkBar page={page} selection={selection} />}
      <Outlet context={page} />
    </>
  );
}
