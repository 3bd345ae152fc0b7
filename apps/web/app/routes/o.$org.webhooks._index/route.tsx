import { ButtonLink, Card, EmptyState } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Plus, Webhook } from 'lucide-react';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { SourceTable } from '../../webhooks/source-table.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Webhook sources · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return { sources: await orRefuse(args.context, caller.sources.list()) };
}

export default function SourcesPage() {
  const { sources } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const add = may('webhooks:edit') && (
    <ButtonLink href={`${base}/webhooks/sources/new`} variant="primary" icon={<Plus aria-hidden />}>
      Add source
    </ButtonLink>
  );
  return (
    <>
      {sources.length > 0 && add && <div className="flex justify-end">{add}</div>}
      <Card>
        {sources.length === 0 ? (
          <EmptyState icon={<Webhook />} title="No system sends webhooks here yet" actions={add}>
            A source is an address of its own for one sender. Requests are let in only with a right
            signature, stored byte for byte, and handed to every program that subscribes.
          </EmptyState>
        ) : (
          <SourceTable sources={sources} base={base} />
        )}
      </Card>
    </>
  );
}
