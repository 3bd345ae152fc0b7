import { ButtonLink, Card, EmptyState, Page } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { ScrollText, ShieldCheck } from 'lucide-react';
import { useOrganization } from '../../frame/use-organization.ts';
import { AuditList } from '../../parts/audit-list.tsx';
import { auditFilterOptions } from '../../parts/audit-words.ts';
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { ChainBanner } from './chain-banner.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Audit · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Audit' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const cursor = search.get('cursor') ?? undefined;
  const chosen = search.get('action') || undefined;
  const [page, catalog, chain] = await orRefuse(
    args.context,
    Promise.all([
      caller.audit.list({ cursor, action: chosen }),
      caller.catalog.list({}),
      // Reads every entry there is, so only when somebody asks.
      search.has('verify') ? caller.audit.verify() : null,
    ]),
  );
  const providers = new Map(catalog.map(({ provider, name }) => [provider, name]));
  return { ...page, providers, chain };
}

export default function AuditPage() {
  const { items, nextCursor, providers, chain } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const { name } = useOrganization();
  return (
    <Page
      title="Audit"
      note={`Every change in ${name}, by whom and when. Entries are chained by hash and never rewritten.`}
      actions={
        <ButtonLink href={verifyAddress(search)} icon={<ShieldCheck />}>
          Verify the chain
        </ButtonLink>
      }
    >
      {chain && <ChainBanner chain={chain} />}
      <FilterBar>
        <FilterSelect
          name="action"
          label="Action"
          any="Every action"
          options={auditFilterOptions}
        />
      </FilterBar>
      <Card>
        {items.length === 0 ? (
          <EmptyState icon={<ScrollText />} title="No entries here">
            {search.has('action') && search.get('action') !== ''
              ? 'Nothing of this kind has happened. Choose another action, or all of them.'
              : 'The first change to an integration, a member or a key appears here.'}
          </EmptyState>
        ) : (
          <AuditList entries={items} providers={providers} />
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
    </Page>
  );
}

function verifyAddress(search: URLSearchParams): string {
  const asked = new URLSearchParams(search);
  asked.set('verify', '1');
  return `?${asked}`;
}
