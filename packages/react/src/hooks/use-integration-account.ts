import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { AnyAccount, IntegrationAccount } from '../account/account-types.ts';
import { failureOf } from '../failure.ts';
import { queryKeys } from '../keys.ts';
import { usePatchbay } from '../provider.tsx';
import type { HookOptions } from './hook-options.ts';

const underWayMs = 2_000;

/** One's own account with a provider, `null` without one. It is asked for again while something is under way. */
export function useIntegrationAccount<TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
  options: HookOptions = {},
): UseQueryResult<TAccount | null> {
  const { api, staleTimeMs } = usePatchbay();
  return useQuery({
    queryKey: queryKeys.integrations.accounts.current(provider),
    queryFn: ({ signal }) => api.accounts.current.query({ provider }, { signal }).catch(nullIfNone),
    select: (account) => (account ? asAccount<TAccount>(account) : null),
    staleTime: options.staleTimeMs ?? staleTimeMs,
    enabled: options.enabled ?? true,
    refetchInterval: whileUnderWay,
  });
}

/** Somebody's account by its id: the person's own, or for admins anybody's. */
export function useIntegrationAccountById<TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
  id: string,
  options: HookOptions = {},
): UseQueryResult<TAccount> {
  const { api, staleTimeMs } = usePatchbay();
  return useQuery({
    queryKey: queryKeys.integrations.accounts.detail(provider, id),
    queryFn: ({ signal }) => api.accounts.get.query({ provider, accountId: id }, { signal }),
    select: (account) => asAccount<TAccount>(account),
    staleTime: options.staleTimeMs ?? staleTimeMs,
    enabled: options.enabled ?? true,
    refetchInterval: whileUnderWay,
  });
}

/** Without an account there is nothing to fail about. */
function nullIfNone(error: unknown): null {
  if (failureOf(error).code === 'not_found') return null;
  throw error;
}

type AccountQuery = { state: { data: IntegrationAccount | null | undefined } };

function whileUnderWay({ state }: AccountQuery): number | false {
  const operation = state.data?.operation ?? null;
  return operation !== null && !operation.failed ? underWayMs : false;
}

/** The caller names the provider, so it also knows what `details` and `metadata` of its accounts hold. */
export const asAccount = <TAccount extends AnyAccount>(account: IntegrationAccount): TAccount =>
  account as AnyAccount as TAccount;
