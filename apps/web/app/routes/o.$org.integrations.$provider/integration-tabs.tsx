import { Tabs } from '@patchbay/ui';
import { useOrganization } from '../../frame/use-organization.ts';
import type { IntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';

export function IntegrationTabs({ page }: { page: IntegrationPage }) {
  const { org, integration, tab, access } = page;
  const { may } = useOrganization();
  const to = (
    name?: 'configuration' | 'operations' | 'health' | 'webhooks' | 'accounts' | 'audit',
  ) => integrationPath(org, integration.provider, name);
  return (
    <Tabs
      label={integration.label}
      tabs={[
        { label: 'Overview', href: to(), current: tab === 'overview' },
        { label: 'Configuration', href: to('configuration'), current: tab === 'configuration' },
        ...(integration.operable
          ? [{ label: 'Operations', href: to('operations'), current: tab === 'operations' }]
          : []),
        ...(integration.checkable
          ? [{ label: 'Health', href: to('health'), current: tab === 'health' }]
          : []),
        ...(integration.hasWebhooks && may('webhooks:read')
          ? [{ label: 'Webhooks', href: to('webhooks'), current: tab === 'webhooks' }]
          : []),
        ...(integration.hasAccounts && may('accounts:read')
          ? [{ label: 'Accounts', href: to('accounts'), current: tab === 'accounts' }]
          : []),
        ...(access.canAudit
          ? [{ label: 'Audit', href: to('audit'), current: tab === 'audit' }]
          : []),
      ]}
    />
  );
}
