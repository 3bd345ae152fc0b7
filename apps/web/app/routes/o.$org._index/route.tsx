import { roleHas } from '@patchbay/core';
import { Page } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { useOrganization } from '../../frame/use-organization.ts';
import { accessOf } from '../../integrations/access.server.ts';
import { SandboxNote } from '../../integrations/sandbox-note.tsx';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { ChecksChart } from './checks-chart.tsx';
import { EventsAndAlerts } from './events-and-alerts.tsx';
import { FirstRun } from './first-run.tsx';
import { Fleet } from './fleet.tsx';
import { RecentChanges } from './recent-changes.tsx';
import { WhatNeedsAttention } from './what-needs-attention.tsx';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction = () => [{ title: 'Overview · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Overview' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const access = accessOf(organization.role);
  const seesEvents = roleHas(organization.role, 'webhooks:read');
  const [integrations, repairs, changes, alerts, deliveries] = await orRefuse(
    args.context,
    Promise.all([
      caller.integrations.list({}),
      caller.repairs.list(),
      access.canAudit ? caller.audit.list({ limit: 6 }) : null,
      caller.alerts.count(),
      seesEvents ? caller.deliveries.summary() : null,
    ]),
  );
  return {
    org: organization.slug,
    integrations,
    repairs,
    access,
    offered: Object.keys(args.context.sandboxSettings),
    changes: changes?.items ?? null,
    alerts,
    deliveries,
  };
}

export default function OverviewPage() {
  const { org, integrations, repairs, access, offered, changes, alerts, deliveries } =
    useLoaderData<typeof loader>();
  const { name, base } = useOrganization();
  const isNew = integrations.every(({ status }) => status === 'not_configured');
  return (
    <Page title="Overview" note={`How the connections of ${name} do.`}>
      {isNew ? (
        <FirstRun org={org} integrations={integrations} offered={offered} access={access} />
      ) : (
        <>
          <WhatNeedsAttention
            org={org}
            integrations={integrations}
            repairs={repairs}
            canEdit={access.canEdit}
          />
          <Fleet org={org} integrations={integrations} />
          <EventsAndAlerts base={base} alerts={alerts} deliveries={deliveries} />
          <ChecksChart integrations={integrations} />
        </>
      )}
      {changes && changes.length > 0 && (
        <RecentChanges org={org} changes={changes} integrations={integrations} />
      )}
      <SandboxNote integrations={integrations} />
    </Page>
  );
}
