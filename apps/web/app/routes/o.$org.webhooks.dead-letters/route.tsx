import { ButtonLink, Card, EmptyState } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Form, Outlet, useLoaderData, useSearchParams } from '@remix-run/react';
import { CircleCheck } from 'lucide-react';
import { SubmitButton } from '../../forms/submit-button.tsx';
import { useOrganization } from '../../frame/use-organization.ts';
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { DeliveryTable } from '../../webhooks/delivery-table.tsx';

export { keepBeneath as shouldRevalidate } from '../../frame/keep-beneath.ts';
export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Dead letters · Webhooks · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const [subscriptionId, cursor] = [search.get('subscription'), search.get('cursor')];
  const [page, subscriptions] = await orRefuse(
    args.context,
    Promise.all([
      caller.deliveries.list({
        status: 'dead',
        ...(subscriptionId && { subscriptionId }),
        ...(cursor && { cursor }),
      }),
      caller.subscriptions.list(),
    ]),
  );
  const pushed = subscriptions.filter(({ kind }) => kind === 'push');
  return { ...page, subscriptions: pushed.map(({ id, name }) => ({ value: id, label: name })) };
}

export default function DeadLettersPage() {
  const { items, nextCursor, subscriptions } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const editable = may('webhooks:edit');
  return (
    <>
      <div className="flex flex-wrap justify-between gap-3">
        {subscriptions.length > 1 ? (
          <FilterBar>
            <FilterSelect
              name="subscription"
              label="Program"
              any="All programs"
              options={subscriptions}
            />
          </FilterBar>
        ) : (
          <span />
        )}
        {editable && items.length > 0 && <AllActs base={base} />}
      </div>
      <Card>
        {items.length > 0 ? (
          <DeliveryTable named deliveries={items} base={base} editable={editable} />
        ) : (
          <EmptyState icon={<CircleCheck />} title="Nothing was given up">
            A delivery ends here after ten attempts over three days. It waits until somebody tries
            it again or discards it.
          </EmptyState>
        )}
      </Card>
      <PageTurner nextCursor={nextCursor} />
      <Outlet />
    </>
  );
}

function AllActs({ base }: { base: string }) {
  const [search] = useSearchParams();
  const subscription = search.get('subscription') ?? '';
  const action = `${base}/webhooks/dead-letters/retry`;
  return (
    <div className="flex gap-2">
      <Form method="post" action={action} preventScrollReset>
        <input type="hidden" name="subscription" value={subscription} />
        <SubmitButton size="sm" variant="secondary" formAction={action}>
          Try all again
        </SubmitButton>
      </Form>
      <ButtonLink
        size="sm"
        variant="quiet"
        href={`${base}/webhooks/dead-letters/discard?${search}`}
      >
        Discard all
      </ButtonLink>
    </div>
  );
}
