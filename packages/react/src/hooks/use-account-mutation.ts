import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { PatchbayApi } from '../api.ts';
import { queryKeys } from '../keys.ts';
import { usePatchbay } from '../provider.tsx';
import { cancelReads, invalidateAccounts, restore, type Snapshot } from './account-cache.ts';

type Settings<Input, Output> = {
  call: (api: PatchbayApi, input: Input) => Promise<Output>;
  /** Shows the change before the server answers; only for what can be undone. */
  ahead?: (input: Input) => Snapshot;
};

/**
 * Changes of one provider's accounts go out one after another. Whatever comes of one, everything that shows
 * accounts of the provider is read again; a refused one first takes back what was shown ahead.
 */
export function useAccountMutation<Input, Output>(
  provider: string,
  name: string,
  { call, ahead }: Settings<Input, Output>,
): UseMutationResult<Output, Error, Input, Snapshot> {
  const { api } = usePatchbay();
  const client = useQueryClient();
  const all = queryKeys.integrations.accounts.all(provider);
  return useMutation({
    mutationKey: [...all, name],
    scope: { id: all.join(' ') },
    // Its answer may hold a secret, which is not to outlive the component that shows it.
    gcTime: 0,
    mutationFn: (input: Input) => call(api, input),
    onMutate: async (input: Input) => {
      await cancelReads(client, provider);
      return ahead?.(input) ?? [];
    },
    onError: (_error, _input, snapshot) => {
      // With another change waiting, what was before is no longer what should be shown; the reading decides.
      if (snapshot && client.isMutating({ mutationKey: all }) === 1) restore(client, snapshot);
    },
    onSettled: () => {
      if (client.isMutating({ mutationKey: all }) === 1) void invalidateAccounts(client, provider);
    },
  });
}
