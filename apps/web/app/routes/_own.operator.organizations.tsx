import {
  Anchor,
  Badge,
  ButtonLink,
  Card,
  Cell,
  EmptyState,
  HeadCell,
  Page,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { Building2, CircleAlert } from 'lucide-react';
import { FilterBar, FilterSearch } from '../parts/filter-bar.tsx';
import { PageTurner } from '../parts/page-turner.tsx';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Organizations · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Organizations' }) };

export async function loader({ context, request }: LoaderFunctionArgs) {
  requirePerson(context, request);
  const search = new URL(request.url).searchParams;
  const cursor = search.get('cursor') ?? undefined;
  const wanted = search.get('search')?.trim() || undefined;
  return orRefuse(context, context.caller().organizations.list({ cursor, search: wanted }));
}

export default function OrganizationsPage() {
  const { items, nextCursor } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const searched = search.get('search');
  return (
    <Page
      title="Organizations"
      note="Every organization on this Patchbay. You may look into each; changing is left to its own people."
      actions={<ButtonLink href="/organizations/new">Create organization</ButtonLink>}
    >
      <FilterBar>
        <FilterSearch name="search" label="Find by name or address" />
      </FilterBar>
      <Card>
        {items.length === 0 ? (
          <EmptyState
            icon={<Building2 />}
            title={searched ? `Nothing matches “${searched}”` : 'No organization yet'}
          >
            {searched
              ? 'Search by name or by the part after /o/.'
              : 'The first one appears when somebody founds it.'}
          </EmptyState>
        ) : (
          <Table caption="Organizations">
            <TableHead>
              <HeadCell>Name</HeadCell>
              <HeadCell className="text-right">Members</HeadCell>
              <HeadCell className="text-right">Configured</HeadCell>
              <HeadCell>Attention</HeadCell>
              <HeadCell>Founded</HeadCell>
            </TableHead>
            <TableBody>
              {items.map((item) => (
                <Row key={item.id}>
                  <Cell>
                    <Anchor
                      href={`/o/${item.slug}`}
                      className="group inline-flex items-baseline gap-2 rounded-xs"
                    >
                      <span className="font-medium group-hover:underline">{item.name}</span>
                      <span className="font-mono text-xs text-muted">{item.slug}</span>
                    </Anchor>
                  </Cell>
                  <Cell label="Members" className="text-right tabular-nums">
                    {item.members}
                  </Cell>
                  <Cell label="Configured" className="text-right tabular-nums">
                    {item.configured}
                  </Cell>
                  <Cell label="Attention">
                    {item.failing === 0 ? (
                      <span className="text-muted">None</span>
                    ) : (
                      <Badge tone="bad" icon={<CircleAlert aria-hidden />}>
                        {item.failing} failing
                      </Badge>
                    )}
                  </Cell>
                  <Cell label="Founded" className="text-muted">
                    <RelativeTime at={item.createdAt} />
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
    </Page>
  );
}
