import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { AnyAccount, IntegrationAccount } from '../account/account-types.ts';
import type { PatchbayApi } from '../api.ts';
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
    queryFn: ({ signal }) =>
      api.accounts.current
        .query({ provider }, { signal })
        .catch((error: unknown) => ownAnyway(api, provider, error, signal)),
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

/** Without an account there is nothing to fail about, and one whose system is paused is still the person's. */
async function ownAnyway(
  api: PatchbayApi,
  provider: string,
  error: unknown,
  signal: AbortSignal,
): Promise<IntegrationAccount | null> {
  const { code } = failureOf(error);
  if (code === 'not_found') return null;
  if (code !== 'forbidden') throw error;
  const offers = await api.accounts.offers.query(undefined, { signal });
  const id = offers.find((offer) => offer.provider === provider)?.account?.id;
  return id === undefined ? null : api.accounts.get.query({ provider, accountId: id }, { signal });
}

type AccountQuery = { state: { data: IntegrationAccount | null | undefined } };

function whileUnderWay({ state }: AccountQuery): number | false {
  const operation = state.data?.operation ?? null;
  return operation !== null && !operation.failed ? underWayMs : false;
}

/** The caller names the provider, so it also knows what `details` and `metadata` of its accounts hold. */
export const asAccount = <TAccount extends AnyAccount>(account: IntegrationAccount): TAccount =>
  account as AnyAccount as TAccount;
