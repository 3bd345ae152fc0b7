import { ButtonLink, Card, EmptyState, Page } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { KeyRound, Plus } from 'lucide-react';
import { useOrganization } from '../frame/use-organization.ts';
import { KeyTable } from '../parts/key-table.tsx';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'API keys · Patchbay' }];
export const handle = { crumb: () => [{ label: 'Settings' }, { label: 'API keys' }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return { keys: await orRefuse(args.context, caller.keys.list()) };
}

export default function KeysPage() {
  const { keys } = useLoaderData<typeof loader>();
  const { base, name, may } = useOrganization();
  const editable = may('keys:edit');
  const create = editable && (
    <ButtonLink href={`${base}/settings/keys/new`} variant="primary" icon={<Plus aria-hidden />}>
      Create key
    </ButtonLink>
  );
  return (
    <Page
      title="API keys"
      note={`Programs act in ${name} with a key, and do only what it permits.`}
      actions={keys.length > 0 && create}
    >
      <Card>
        {keys.length === 0 ? (
          <EmptyState icon={<KeyRound />} title="No program has a key yet" actions={create}>
            A key lets a script or service read integrations and call them without a person signing
            in. It belongs to the organization, so it outlives whoever made it.
          </EmptyState>
        ) : (
          <KeyTable keys={keys} base={base} editable={editable} />
        )}
      </Card>
      <Outlet />
    </Page>
  );
}
