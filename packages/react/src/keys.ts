/** Every key of the cache. All of a provider's accounts are dropped with `accounts.all`, everything with `all`. */
export const queryKeys = {
  integrations: {
    all: () => ['integrations'] as const,
    list: () => ['integrations', 'list'] as const,
    accounts: {
      all: (provider: string) => ['integrations', provider, 'accounts'] as const,
      current: (provider: string) => ['integrations', provider, 'accounts', 'current'] as const,
      details: (provider: string) => ['integrations', provider, 'accounts', 'detail'] as const,
      detail: (provider: string, id: string) =>
        ['integrations', provider, 'accounts', 'detail', id] as const,
    },
  },
};
