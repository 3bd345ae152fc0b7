import { integrationState } from '@patchbay/core';
import type { IntegrationView } from '@patchbay/services/schemas';
import type { ShownState } from '@patchbay/ui';
import { useFetcher } from '@remix-run/react';

/** The fetcher that pauses and resumes, shared by the button and the badge. */
export const enabledKey = (integration: Pick<IntegrationView, 'id'>) => `enabled ${integration.id}`;

/** Whether it is on; a pause or resume under way counts as done, because it can be undone. */
export function useShownEnabled(integration: IntegrationView): boolean {
  const fetcher = useFetcher({ key: enabledKey(integration) });
  const wanted = fetcher.formData?.get('enabled');
  return wanted ? wanted === 'true' : integration.enabled;
}

export function useShownState(integration: IntegrationView, testing: boolean): ShownState {
  const enabled = useShownEnabled(integration);
  return testing ? 'checking' : integrationState({ ...integration, enabled });
}
