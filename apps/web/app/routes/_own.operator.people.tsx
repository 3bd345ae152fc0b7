import {
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
import { Outlet, useLoaderData } from '@remix-run/react';
import { ShieldCheck, Users } from 'lucide-react';
import { FilterBar, FilterSearch } from '../parts/filter-bar.tsx';
import { PageTurner } from '../parts/page-turner.tsx';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'People · Patchbay' }];
export const handle = { crumb: () => ({ label: 'People' }) };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const self = requirePerson(context, request).id;
  const search = new URL(request.url).searchParams;
  const cursor = search.get('cursor') ?? undefined;
  const wanted = search.get('search')?.trim() || undefined;
  const page = await orRefuse(context, context.caller().people.list({ cursor, search: wanted }));
  return { ...page, self };
}

export default function PeoplePage() {
  const { items, nextCursor, self } = useLoaderData<typeof loader>();
  return (
    <Page
      title="People"
      note="Everybody on this Patchbay. Deleting somebody removes their accounts in every organization."
    >
      <FilterBar>
        <FilterSearch name="search" label="Find by name or e-mail address" />
      </FilterBar>
      <Card>
        {items.length === 0 ? (
          <EmptyState icon={<Users />} title="Nobody matches">
            Search by a part of the name or of the e-mail address.
          </EmptyState>
        ) : (
          <Table caption="People">
            <TableHead>
              <HeadCell>Name</HeadCell>
              <HeadCell>Standing</HeadCell>
              <HeadCell className="text-right">Organizations</HeadCell>
              <HeadCell>Since</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </TableHead>
            <TableBody>
              {items.map((person) => (
                <Row key={person.id}>
                  <Cell>
                    <span className="flex min-w-0 flex-col py-1">
                      <span className="font-medium wrap-anywhere">
                        {person.name}
                        {person.id === self && (
                          <span className="font-normal text-muted"> (you)</span>
                        )}
                      </span>
                      <span className="text-sm wrap-anywhere text-muted">{person.email}</span>
                    </span>
                  </Cell>
                  <Cell label="Standing">
                    {person.operator ? (
                      <Badge tone="accent" icon={<ShieldCheck aria-hidden />}>
                        Operator
                      </Badge>
                    ) : (
                      <span className="text-muted">Person</span>
                    )}
                  </Cell>
                  <Cell label="Organizations" className="text-right tabular-nums">
                    {person.organizations}
                  </Cell>
                  <Cell label="Since" className="text-muted">
                    <RelativeTime at={person.createdAt} />
                  </Cell>
                  <Cell className="text-right max-sm:justify-end">
                    <ButtonLink
                      size="sm"
                      variant="quiet"
                      className="-mr-2.5"
                      href={
                        person.id === self
                          ? '/account/delete'
                          : `/operator/people/${person.id}/delete`
                      }
                      aria-label={`Delete ${person.name}`}
                    >
                      Delete
                    </ButtonLink>
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
      <Outlet />
    </Page>
  );
}
