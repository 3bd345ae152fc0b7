import type { AppRouter } from '@patchbay/trpc';
import { createTRPCClient, type HTTPHeaders, httpBatchLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';

/** The part of the product's API that the hooks call; any tRPC client of the product has it. */
export type PatchbayApi = Pick<TRPCClient<AppRouter>, 'accounts'>;

export type PatchbayApiOptions = {
  /**
   * Where tRPC is served: `https://patchbay.example.org/api/trpc`, called with the person's session cookie, or a path
   * of one's own backend that puts an API key in front of it. A key never belongs into a browser.
   */
  url: string;
  /** Slug of the organization, for a session; a key has its own. */
  organization?: string | undefined;
  headers?: HTTPHeaders | (() => HTTPHeaders | Promise<HTTPHeaders>) | undefined;
  /** Stands in for the global fetch. */
  fetch?: typeof globalThis.fetch | undefined;
};

const maxItems = 20;

export function createPatchbayApi(options: PatchbayApiOptions): PatchbayApi {
  const { url, organization, headers = {}, fetch: send = globalThis.fetch } = options;
  const inside = organization === undefined ? {} : { 'x-patchbay-organization': organization };
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url,
        transformer: superjson,
        maxItems,
        headers: async () => ({
          ...inside,
          ...(typeof headers === 'function' ? await headers() : headers),
        }),
        fetch: (input, init) =>
          send(input, { ...init, signal: init?.signal ?? null, credentials: 'include' }),
      }),
    ],
  });
}
