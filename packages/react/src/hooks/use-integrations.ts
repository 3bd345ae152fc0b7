import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { IntegrationInfo } from '../account/account-types.ts';
import { queryKeys } from '../keys.ts';
import { usePatchbay } from '../provider.tsx';
import type { HookOptions } from './hook-options.ts';

/** The systems that the organization has accounts in, by name. */
export function useIntegrations(options: HookOptions = {}): UseQueryResult<IntegrationInfo[]> {
  const { api, staleTimeMs } = usePatchbay();
  return useQuery({
    queryKey: queryKeys.integrations.list(),
    queryFn: ({ signal }) => api.accounts.offers.query(undefined, { signal }),
    staleTime: options.staleTimeMs ?? staleTimeMs,
    enabled: options.enabled ?? true,
  });
}
