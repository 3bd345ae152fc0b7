import {
  Anchor,
  Card,
  Cell,
  EmptyState,
  HeadCell,
  ProviderMark,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ListChecks } from 'lucide-react';
import { BulkState } from '../../accounts/bulk-state.tsx';
import { bulkVerbs } from '../../accounts/bulk-words.ts';
import { bulkPath } from '../../accounts/paths.ts';
import { plural } from '../../integrations/words.ts';
import { PageTurner } from '../../parts/page-turner.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export const meta = () => [{ title: 'Bulk changes · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Bulk changes' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const cursor = new URL(args.request.url).searchParams.get('cursor');
  const page = await orRefuse(args.context, caller.accounts.bulks(cursor ? { cursor } : {}));
  return { ...page, slug: organization.slug };
}

export default function BulksPage() {
  const { items, nextCursor, slug } = useLoaderData<typeof loader>();
  return (
    <>
      <Card>
        {items.length === 0 ? (
          <EmptyState icon={<ListChecks />} title="Nothing was done in bulk yet">
            Choose people under People to give all of them an account, or to suspend, resume or
            remove theirs. You see the plan first, and the progress here.
          </EmptyState>
        ) : (
          <Table caption="Bulk changes, newest first">
            <TableHead>
              <HeadCell>Change</HeadCell>
              <HeadCell>System</HeadCell>
              <HeadCell>Progress</HeadCell>
              <HeadCell>By</HeadCell>
              <HeadCell className="text-right">Started</HeadCell>
            </TableHead>
            <TableBody>
              {items.map((bulk) => (
                <Row key={bulk.id} className="relative">
                  <Cell>
                    <Anchor
                      href={bulkPath(slug, bulk.id)}
                      className="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                    >
                      {bulkVerbs[bulk.kind].act} {plural(bulk.total, 'account')}
                    </Anchor>
                  </Cell>
                  <Cell label="System">
                    <span className="flex items-center gap-2.5">
                      <ProviderMark brand={bulk.provider} name={bulk.providerName} size="sm" />
                      {bulk.providerName}
                    </span>
                  </Cell>
                  <Cell label="Progress">
                    <BulkState bulk={bulk} />
                  </Cell>
                  <Cell label="By" className="text-muted">
                    {bulk.createdBy?.name ?? 'Somebody who is gone'}
                  </Cell>
                  <Cell label="Started" className="text-muted sm:text-right">
                    <RelativeTime at={bulk.createdAt} focusable={false} />
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
    </>
  );
}
