import type { AlertView } from '@patchbay/services/schemas';
import { Drawer } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import {
  type MetaFunction,
  useLoaderData,
  useLocation,
  useNavigate,
  useOutletContext,
} from '@remix-run/react';
import { AlertDetail } from '../../alerts/alert-detail.tsx';
import { alertRowId } from '../../alerts/alert-table.tsx';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.subject.name ?? 'Alert'} · Alerts · Patchbay` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return orRefuse(args.context, caller.alerts.get({ alertId: args.params.alert ?? '' }));
}

export default function AlertDrawer() {
  const alert = useLoaderData<typeof loader>();
  const items = useOutletContext<readonly AlertView[]>();
  const { base, may } = useOrganization();
  const { search } = useLocation();
  const navigate = useNavigate();
  const at = items.findIndex(({ id }) => id === alert.id);
  const hrefOf = (other: AlertView | undefined) => other && `${base}/alerts/${other.id}${search}`;
  return (
    <Drawer
      title={alert.subject.name}
      closeHref={`${base}/alerts${search}`}
      previousHref={at > 0 ? hrefOf(items[at - 1]) : undefined}
      nextHref={at === -1 ? undefined : hrefOf(items[at + 1])}
      onGo={(href) => navigate(href, { preventScrollReset: true })}
      rowId={alertRowId(alert)}
    >
      <AlertDetail alert={alert} base={base} canEdit={may('settings:edit')} />
    </Drawer>
  );
}
