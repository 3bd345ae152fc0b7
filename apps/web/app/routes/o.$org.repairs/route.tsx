import { Card, EmptyState, Page } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { CircleCheck } from 'lucide-react';
import { useOrganization } from '../../frame/use-organization.ts';
import { accessOf } from '../../integrations/access.server.ts';
import { RepairList } from '../../repairs/repair-list.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Repairs · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Repairs' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const [repairs, integrations] = await orRefuse(
    args.context,
    Promise.all([caller.repairs.list(), caller.integrations.list({})]),
  );
  return { org: organization.slug, repairs, integrations, access: accessOf(organization.role) };
}

export default function RepairsPage() {
  const { org, repairs, integrations, access } = useLoaderData<typeof loader>();
  const { name } = useOrganization();
  return (
    <Page
      title="Repairs"
      note={`What is broken in ${name} or about to break, the most urgent first. Each goes away by itself once it is mended.`}
    >
      {access.readOnly && <p className="text-sm text-muted">{access.readOnly}</p>}
      {repairs.length > 0 ? (
        <RepairList
          org={org}
          repairs={repairs}
          integrations={integrations}
          canEdit={access.canEdit}
        />
      ) : (
        <Card>
          <EmptyState icon={<CircleCheck />} title="Nothing needs mending">
            Refused credentials, ended connections, missing permissions and tokens that run out
            appear here, with the step that mends them.
          </EmptyState>
        </Card>
      )}
    </Page>
  );
}
