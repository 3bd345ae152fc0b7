import type { AppRouter } from '@patchbay/trpc';
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';
import { retryReads } from './retry.ts';
import { requireJson } from './stray-answer.ts';

export type PatchbayClientOptions = {
  /** Where the Patchbay is: `https://patchbay.example.org`. */
  url: string;
  /** A key of one organization, `pb_…`; every call acts in that organization. */
  apiKey: string;
  /** Stands in for the global fetch. */
  fetch?: typeof globalThis.fetch;
  /** Repeats of a failed read; 2 unless told, 0 for none. */
  retries?: number;
  /** For one attempt, in milliseconds; 30,000 unless told. */
  timeoutMs?: number;
  /** Chance for jitter, 0–1; `Math.random` unless told. */
  random?: () => number;
};

/** The live stream is for browsers; a program asks when it wants to know. */
export type PatchbayClient = Omit<TRPCClient<AppRouter>, 'live'>;

/** As many calls as one request of ours may carry; the server takes 20. */
const maxItems = 20;

/**
 * The product's API for programs: `client.integrations.list.query()`. Calls of one tick share a request. Reads are
 * repeated after network errors, 429, 502, 503 and 504; changes never are.
 * Every failure is a `PatchbayClientError`.
 */
export function createPatchbayClient(options: PatchbayClientOptions): PatchbayClient {
  const { apiKey, retries = 2, timeoutMs = 30_000, random = Math.random } = options;
  const send = options.fetch ?? globalThis.fetch;
  return createTRPCClient<AppRouter>({
    links: [
      retryReads({ retries, longestWaitMs: 30_000, random }),
      httpBatchLink({
        url: new URL('/api/trpc', options.url).href,
        transformer: superjson,
        maxItems,
        headers: { authorization: `Bearer ${apiKey}` },
        fetch: async (url, init) =>
          requireJson(await send(url, { ...init, signal: withTimeout(init?.signal, timeoutMs) })),
      }),
    ],
  });
}

function withTimeout(signal: AbortSignal | null | undefined, ms: number): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}
