import { ButtonLink, Card, EmptyState } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useMatches } from '@remix-run/react';
import { Plus, Send } from 'lucide-react';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { SubscriptionTable } from '../../webhooks/subscription-table.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Subscriptions · Webhooks · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return { subscriptions: await orRefuse(args.context, caller.subscriptions.list()) };
}

export default function SubscriptionsPage() {
  const { subscriptions } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const add = may('webhooks:edit') && (
    <ButtonLink
      href={`${base}/webhooks/subscriptions/new`}
      variant="primary"
      icon={<Plus aria-hidden />}
    >
      Add subscription
    </ButtonLink>
  );
  // A subscription's own page stands in place of the list.
  const isOne = useMatches().some(({ params }) => params.subscription !== undefined);
  if (isOne) return <Outlet />;
  return (
    <>
      {subscriptions.length > 0 && add && <div className="flex justify-end">{add}</div>}
      <Card>
        {subscriptions.length === 0 ? (
          <EmptyState icon={<Send />} title="No program gets events yet" actions={add}>
            A program of yours is sent each event signed, at least once, tried again for three days;
            or it fetches them with a cursor, or reads a stream.
          </EmptyState>
        ) : (
          <SubscriptionTable subscriptions={subscriptions} base={base} />
        )}
      </Card>
      <Outlet />
    </>
  );
}
