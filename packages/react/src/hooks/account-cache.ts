import type { QueryClient } from '@tanstack/react-query';
import type { IntegrationAccount } from '../account/account-types.ts';
import { queryKeys } from '../keys.ts';

const { accounts, list } = queryKeys.integrations;

/** What was in the cache before a change that is shown ahead of its answer. */
export type Snapshot = [
  queryKey: readonly unknown[],
  data: IntegrationAccount | null | undefined,
][];

/** Drops answers that are still on their way, since they would show the state before the change. */
export const cancelReads = async (client: QueryClient, provider: string): Promise<void> => {
  await Promise.all([
    client.cancelQueries({ queryKey: accounts.all(provider) }),
    client.cancelQueries({ queryKey: list() }),
  ]);
};

/** Reads again whatever shows accounts of the provider. */
export const invalidateAccounts = async (client: QueryClient, provider: string): Promise<void> => {
  await Promise.all([
    client.invalidateQueries({ queryKey: accounts.all(provider) }),
    client.invalidateQueries({ queryKey: list() }),
  ]);
};

/** Changes every copy of one account and answers what was there before. */
export function patchAccount(
  client: QueryClient,
  provider: string,
  id: string,
  patch: Partial<IntegrationAccount>,
): Snapshot {
  const before = client.getQueriesData<IntegrationAccount | null>({
    queryKey: accounts.all(provider),
  });
  const copies = before.filter(([, data]) => data?.id === id);
  for (const [key, data] of copies) if (data) client.setQueryData(key, { ...data, ...patch });
  return copies;
}

export function restore(client: QueryClient, snapshot: Snapshot): void {
  for (const [key, data] of snapshot) client.setQueryData(key, data);
}

/** Takes in the account as a change left it: its person's own copy, where it is the one shown, and the one by id. */
export function storeAccount(
  client: QueryClient,
  provider: string,
  id: string | null,
  account: IntegrationAccount | null,
  own: boolean,
): void {
  const current = accounts.current(provider);
  const shown = client.getQueryData<IntegrationAccount | null>(current);
  if (own || (id !== null && shown?.id === id)) client.setQueryData(current, account);
  if (account) client.setQueryData(accounts.detail(provider, account.id), account);
  else if (id !== null) client.removeQueries({ queryKey: accounts.detail(provider, id) });
}
