import { type Notice, Toast } from '@patchbay/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { IntegrationAccount, IntegrationInfo } from './account/account-types.ts';
import { createPatchbayApi, type PatchbayApi, type PatchbayApiOptions } from './api.ts';
import { failureOf } from './failure.ts';
import { queryKeys } from './keys.ts';

type Patchbay = { api: PatchbayApi; staleTimeMs: number; notify: (notice: Notice) => void };

const PatchbayContext = createContext<Patchbay | null>(null);

/** Systems and one's own accounts, by the provider's key. */
export type KnownAccounts = {
  integrations: IntegrationInfo[];
  accounts?: Readonly<Record<string, IntegrationAccount | null>>;
  /** Anybody's, by their id. */
  details?: readonly IntegrationAccount[];
};

export type PatchbayProviderProps = (PatchbayApiOptions | { client: PatchbayApi }) & {
  /** How long an answer counts as fresh, in milliseconds; 30,000 unless told. A hook may ask for another. */
  staleTimeMs?: number;
  /** One that the application has already; its own unless told. */
  queryClient?: QueryClient;
  /** What a server has read already; a new one replaces what is shown. */
  initial?: KnownAccounts;
  /** Takes the outcomes of acts; a toast of its own shows them unless told. */
  onNotice?: (notice: Notice) => void;
  children: ReactNode;
};

/** Around everything of this package. Give it a `key` where the organization or the person may change. */
export function PatchbayProvider(props: PatchbayProviderProps) {
  const { staleTimeMs = 30_000, onNotice, initial, children } = props;
  const [client] = useState(() => takeIn(props.queryClient ?? createQueryClient(), initial));
  const [api] = useState(() => ('client' in props ? props.client : createPatchbayApi(props)));
  const [notice, setNotice] = useState<Notice | null>(null);
  const notify = onNotice ?? setNotice;
  const patchbay = useMemo(() => ({ api, staleTimeMs, notify }), [api, staleTimeMs, notify]);
  // A change under way knows better, and is followed by a reading of its own.
  useEffect(() => {
    if (client.isMutating({ mutationKey: queryKeys.integrations.all() }) === 0)
      takeIn(client, initial);
  }, [client, initial]);
  return (
    <PatchbayContext.Provider value={patchbay}>
      <QueryClientProvider client={client}>
        {children}
        {onNotice === undefined && <Toast notice={notice} />}
      </QueryClientProvider>
    </PatchbayContext.Provider>
  );
}

export function usePatchbay(): Patchbay {
  const patchbay = useContext(PatchbayContext);
  if (patchbay === null) throw new Error('Put a PatchbayProvider around this component.');
  return patchbay;
}

const attempts = 3;

/** Reads are repeated where that may help; changes never are. */
const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failed, error) => failed + 1 < attempts && failureOf(error).retryable,
      },
    },
  });

function takeIn(client: QueryClient, known: KnownAccounts | undefined): QueryClient {
  if (known === undefined) return client;
  client.setQueryData(queryKeys.integrations.list(), known.integrations);
  for (const [provider, account] of Object.entries(known.accounts ?? {}))
    client.setQueryData(queryKeys.integrations.accounts.current(provider), account);
  for (const account of known.details ?? [])
    client.setQueryData(
      queryKeys.integrations.accounts.detail(account.provider, account.id),
      account,
    );
  return client;
}
