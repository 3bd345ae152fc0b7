import { Page } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import { accessOf } from '../../integrations/access.server.ts';
import { grouped, matching, readFilters } from '../../integrations/groups.ts';
import { integrationsPath } from '../../integrations/paths.ts';
import { SandboxNote } from '../../integrations/sandbox-note.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { CardGroups } from './card-groups.tsx';
import { FilterRow } from './filter-row.tsx';
import { IntegrationTable } from './integration-table.tsx';
import { NoMatch } from './no-match.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction = () => [{ title: 'Integrations · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Integrations' }), ownSearch: true };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const integrations = await orRefuse(args.context, caller.integrations.list({}));
  return { org: organization.slug, integrations, access: accessOf(organization.role) };
}

/** Filters narrow what is here already. */
export { unlessFilters as shouldRevalidate } from '../../frame/unless-filters.ts';

export default function IntegrationCenter() {
  const { org, integrations, access } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const filters = readFilters(search);
  const shown = matching(integrations, filters);
  const path = integrationsPath(org);
  return (
    <Page
      title="Integrations"
      note="The systems this organization works with, and how their connections do."
    >
      <div className="flex flex-col gap-3">
        <FilterRow path={path} all={integrations} shown={shown.length} filters={filters} />
        <SandboxNote integrations={integrations} />
        {access.readOnly && <p className="text-sm text-muted">{access.readOnly}</p>}
      </div>
      {shown.length === 0 ? (
        <NoMatch path={path} filters={filters} />
      ) : filters.view === 'table' ? (
        <IntegrationTable org={org} groups={grouped(shown)} />
      ) : (
        <CardGroups org={org} groups={grouped(shown)} canEdit={access.canEdit} />
      )}
    </Page>
  );
}
