import { Card, EmptyState } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { ScrollText } from 'lucide-react';
import { useIntegrationPage } from '../../integrations/page.ts';
import { AuditList } from '../../parts/audit-list.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { readableDetails } from './readable-details.ts';

export const meta: MetaFunction = () => [{ title: 'Audit · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const provider = args.params.provider ?? '';
  const cursor = new URL(args.request.url).searchParams.get('cursor') ?? undefined;
  return orRefuse(args.context, caller.integrations.audit({ provider, cursor }));
}

export default function AuditTab() {
  const { items, nextCursor } = useLoaderData<typeof loader>();
  const { integration } = useIntegrationPage();
  const entries = items.map((entry) => ({
    ...entry,
    provider: integration.label,
    details: readableDetails(entry.details, integration.fields),
  }));
  return (
    <>
      <Card>
        {items.length === 0 ? (
          <EmptyState icon={<ScrollText />} title="Nothing is on record yet">
            Configuring, changing, pausing and removing {integration.label} appears here with who
            did it, and so does every change of its health.
          </EmptyState>
        ) : (
          <AuditList entries={entries} />
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
    </>
  );
}
