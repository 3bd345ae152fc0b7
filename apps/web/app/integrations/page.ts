import type { IntegrationDetailView } from '@patchbay/services/schemas';
import { useOutletContext } from '@remix-run/react';
import type { Access } from './access.server.ts';
import type { ConnectionTest } from './use-connection-test.ts';

/** What the tabs of one integration share with the page around them. */
export type IntegrationPage = {
  org: string;
  integration: IntegrationDetailView;
  access: Access;
  test: ConnectionTest;
  tab: 'overview' | 'configuration' | 'operations' | 'health' | 'webhooks' | 'accounts' | 'audit';
};

export const useIntegrationPage = () => useOutletContext<IntegrationPage>();
