import { Page, ProviderMark } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, Outlet, useLoaderData, useLocation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { CrumbHandle } from '../../frame/crumbs.ts';
import { openIntegration } from '../../integrations/access.server.ts';
import { CheckCard } from '../../integrations/check-card.tsx';
import type { IntegrationPage } from '../../integrations/page.ts';
import { actPath, integrationPath, integrationsPath } from '../../integrations/paths.ts';
import { RepairBanner } from '../../integrations/repair-banner.tsx';
import { type ConnectionTest, useConnectionTest } from '../../integrations/use-connection-test.ts';
import { HeaderActions } from './header-actions.tsx';
import { HeaderNote } from './header-note.tsx';
import { IntegrationTabs } from './integration-tabs.tsx';
import { useShownState } from './use-shown-state.ts';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { org, integration, access } = await openIntegration(args);
  return { org, integration, access };
}

type Loaded = Awaited<ReturnType<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.integration.label ?? 'Integration'} · Patchbay` },
];

export const handle: CrumbHandle = {
  crumb: (data) => {
    if (!data) return [];
    const { org, integration } = data as Loaded;
    return [
      { label: 'Integrations', href: integrationsPath(org) },
      { label: integration.label, href: integrationPath(org, integration.provider) },
    ];
  },
};

export default function IntegrationRoute() {
  const { org, integration, access } = useLoaderData<typeof loader>();
  const { provider } = integration;
  // Keyed by its path: another integration starts without the test of this one.
  return <IntegrationShell key={provider} org={org} integration={integration} access={access} />;
}

function IntegrationShell({
  org,
  integration,
  access,
}: Pick<IntegrationPage, 'org' | 'integration' | 'access'>) {
  const test = useConnectionTest(actPath(org, integration.provider, 'test'));
  const tab = useTab(integrationPath(org, integration.provider));
  const shown = useShownState(integration, test.running);
  useForgetOnLeaving(tab, test);
  const page: IntegrationPage = { org, integration, access, test, tab };
  return (
    <Page
      mark={<ProviderMark brand={integration.provider} name={integration.name} size="lg" />}
      title={integration.label}
      note={<HeaderNote integration={integration} state={shown} />}
      actions={<HeaderActions page={page} />}
      tabs={<IntegrationTabs page={page} />}
    >
      {access.readOnly && tab === 'overview' && integration.status !== 'not_configured' && (
        <p className="text-sm text-muted">{access.readOnly}</p>
      )}
      <RepairBanner page={page} />
      {test.started && tab !== 'overview' && <CheckCard test={test} closable />}
      <Outlet context={page} />
    </Page>
  );
}

/** A finished test belongs to the tab it was started on. */
function useForgetOnLeaving(tab: IntegrationPage['tab'], { running, close }: ConnectionTest) {
  const seen = useRef(tab);
  useEffect(() => {
    if (seen.current === tab || running) return;
    seen.current = tab;
    close();
  });
}

const tabs: Partial<Record<string, IntegrationPage['tab']>> = {
  configuration: 'configuration',
  operations: 'operations',
  console: 'operations',
  limits: 'operations',
  health: 'health',
  webhooks: 'webhooks',
  accounts: 'accounts',
  audit: 'audit',
};

function useTab(base: string): IntegrationPage['tab'] {
  const [first = ''] = useLocation()
    .pathname.slice(base.length + 1)
    .split('/');
  return tabs[first] ?? 'overview';
}
