import { integrationState } from '@patchbay/core';
import type { IntegrationView } from '@patchbay/services/schemas';
import type { ShownState } from '@patchbay/ui';
import { useNavigation, useParams } from '@remix-run/react';
import { actPath } from '../../integrations/paths.ts';

/** Whether it is on; a pause or resume under way counts as done, because it can be undone. */
export function useShownEnabled(integration: IntegrationView): boolean {
  const { org = '' } = useParams();
  const { formAction, formData } = useNavigation();
  const isOurs = formAction === actPath(org, integration.provider, 'enabled');
  const wanted = isOurs ? formData?.get('enabled') : undefined;
  return wanted ? wanted === 'true' : integration.enabled;
}

export function useShownState(integration: IntegrationView, testing: boolean): ShownState {
  const enabled = useShownEnabled(integration);
  return testing ? 'checking' : integrationState({ ...integration, enabled });
}
