import type { EventView } from '@patchbay/services/schemas';
import { Drawer } from '@patchbay/ui';
import { data, type LoaderFunctionArgs } from '@remix-run/node';
import {
  type MetaFunction,
  useLoaderData,
  useLocation,
  useNavigate,
  useOutletContext,
} from '@remix-run/react';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { EventDetail } from '../../webhooks/event-detail.tsx';
import { eventKey, readEventKey } from '../../webhooks/event-key.ts';
import { eventRowId } from '../../webhooks/event-table.tsx';
import { SenderMark } from '../../webhooks/sender-mark.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.event.eventType ?? 'Event'} · Webhooks · Patchbay` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const ref = readEventKey(args.params.event ?? '');
  if (ref === null) throw data({ message: '', requestId: args.context.requestId }, { status: 404 });
  const [event, listed, subscriptions] = await orRefuse(
    args.context,
    Promise.all([
      caller.events.get(ref),
      caller.deliveries.list({ eventId: ref.id, limit: 20 }),
      caller.subscriptions.list(),
    ]),
  );
  const deliveries = await orRefuse(
    args.context,
    Promise.all(listed.items.map(({ id }) => caller.deliveries.get({ deliveryId: id }))),
  );
  const pushed = subscriptions.filter(({ kind, enabled }) => kind === 'push' && enabled);
  return { event, deliveries, subscriptions: pushed.map(({ id, name }) => ({ id, name })) };
}

export default function EventDrawer() {
  const { event, deliveries, subscriptions } = useLoaderData<typeof loader>();
  const items = useOutletContext<readonly EventView[]>();
  const { base, may } = useOrganization();
  const { search } = useLocation();
  const navigate = useNavigate();
  const at = items.findIndex(({ id }) => id === event.id);
  const list = `${base}/webhooks/events`;
  const hrefOf = (other: EventView | undefined) => other && `${list}/${eventKey(other)}${search}`;
  const canReplay = may('webhooks:edit') && event.state === 'handed_on' && subscriptions.length > 0;
  return (
    <Drawer
      title={
        <span className="flex items-center gap-2.5">
          <SenderMark sender={event.provider} />
          <span className="truncate font-mono text-sm">{event.eventType ?? 'event'}</span>
        </span>
      }
      closeHref={`${list}${search}`}
      previousHref={at > 0 ? hrefOf(items[at - 1]) : undefined}
      nextHref={at === -1 ? undefined : hrefOf(items[at + 1])}
      onGo={(href) => navigate(href, { preventScrollReset: true })}
      rowId={eventRowId(event)}
    >
      <EventDetail
        event={event}
        deliveries={deliveries}
        subscriptions={subscriptions}
        base={base}
        replay={canReplay ? `${list}/${eventKey(event)}/replay` : null}
      />
    </Drawer>
  );
}
