import {
  Anchor,
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
import { useLoaderData } from '@remix-run/react';
import { UserMinus } from 'lucide-react';
import { useFollow } from '../accounts/use-follow.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { State } from '../offboarding/state.tsx';
import { progressWords, reportWords } from '../offboarding/words.ts';
import { PageTurner } from '../parts/page-turner.tsx';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Offboardings · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Offboardings' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const cursor = new URL(args.request.url).searchParams.get('cursor') ?? undefined;
  return orRefuse(args.context, caller.offboardings.list({ cursor }));
}

export default function OffboardingsPage() {
  const { items, nextCursor } = useLoaderData<typeof loader>();
  const { base, name } = useOrganization();
  useFollow(items.some(({ state }) => state === 'running'));
  return (
    <Page
      title="Offboardings"
      note={`Who left ${name}, and what became of their accounts. Each report can be kept as evidence.`}
    >
      <Card>
        {items.length === 0 ? (
          <EmptyState icon={<UserMinus />} title="Nobody has left yet">
            When a member is removed, their accounts in every system are removed too. What became of
            each of them stands here afterwards.
          </EmptyState>
        ) : (
          <Table caption="Offboardings">
            <TableHead>
              <HeadCell>Person</HeadCell>
              <HeadCell>State</HeadCell>
              <HeadCell>Accounts</HeadCell>
              <HeadCell>Left</HeadCell>
              <HeadCell>By</HeadCell>
            </TableHead>
            <TableBody>
              {items.map((item) => (
                <Row key={item.id}>
                  <Cell>
                    <Anchor
                      href={`${base}/offboardings/${item.id}`}
                      className="group flex min-w-0 flex-col rounded-xs py-1"
                    >
                      <span className="font-medium wrap-anywhere group-hover:underline">
                        {item.person.name}
                      </span>
                      <span className="text-sm wrap-anywhere text-muted">{item.person.email}</span>
                    </Anchor>
                  </Cell>
                  <Cell label="State">
                    <State {...reportWords[item.state]} />
                  </Cell>
                  <Cell label="Accounts" className="text-muted">
                    {progressWords(item)}
                  </Cell>
                  <Cell label="Left" className="text-muted">
                    <RelativeTime at={item.createdAt} />
                  </Cell>
                  <Cell label="By" className="text-muted">
                    {item.by}
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
