import type { CallView } from '@patchbay/services/schemas';
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
import { readRequestKey, requestKey } from '../../requests/request-key.ts';
import { rowId } from '../../requests/row-id.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { RequestDetail } from './request-detail.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? `${data.call.method} ${data.call.endpoint}` : 'Request'} · Patchbay` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const named = readRequestKey(args.params.request ?? '');
  if (named === null) {
    const { requestId } = args.context;
    throw data({ message: '', requestId }, { status: 404 });
  }
  const [call, catalog] = await orRefuse(
    args.context,
    Promise.all([caller.calls.get(named), caller.catalog.list({})]),
  );
  const name = catalog.find(({ provider }) => provider === call.provider)?.name ?? call.provider;
  return { call, name };
}

export default function RequestDrawer() {
  const { call, name } = useLoaderData<typeof loader>();
  const items = useOutletContext<readonly CallView[]>();
  const { base } = useOrganization();
  const { search } = useLocation();
  const navigate = useNavigate();
  const at = items.findIndex(({ id }) => id === call.id);
  const hrefOf = (neighbour: CallView | undefined) =>
    neighbour && `${base}/requests/${requestKey(neighbour)}${search}`;
  return (
    <Drawer
      title={
        <>
          <span className="mr-1 font-mono text-sm font-normal text-muted">{call.method}</span>{' '}
          <span className="font-mono text-sm">{call.endpoint}</span>
        </>
      }
      closeHref={`${base}/requests${search}`}
      previousHref={at > 0 ? hrefOf(items[at - 1]) : undefined}
      nextHref={at === -1 ? undefined : hrefOf(items[at + 1])}
      onGo={(href) => navigate(href, { preventScrollReset: true })}
      rowId={rowId(call)}
    >
      <RequestDetail call={call} name={name} base={base} />
    </Drawer>
  );
}
