import type { AppRouter } from '@patchbay/trpc';
import { TRPCClientError } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import superjson from 'superjson';
import { createPatchbayClient, type PatchbayClientOptions } from './client.ts';
import { type ClientErrorCode, PatchbayClientError } from './error.ts';
import { framesOf } from './frames.ts';

/** An event as it was received, with the cursor behind it. `body` is text, or base64 where it is no UTF-8. */
export type PatchbayEvent = inferRouterOutputs<AppRouter>['webhooks']['events']['events'][number];
type Input = Extract<inferRouterInputs<AppRouter>['webhooks']['events'], object>;

export type EventsOptions = PatchbayClientOptions & {
  /** A pull or stream subscription: its filter counts, and it remembers what was acknowledged. */
  subscriptionId?: string;
  filter?: NonNullable<Input['filter']>;
  /** Begins behind it; else at the subscription's last acknowledgement, else with what comes from now on. */
  cursor?: string;
  /** Acknowledges events once the loop asked for the next ones; needs a subscription. */
  acknowledge?: boolean;
  /** Ends the loop. */
  signal?: AbortSignal;
  /** Hears of every lost connection; the next one goes on where it stood. */
  onReconnect?: (error: unknown) => void;
};

/**
 * The organization's events as they are handed on, without end: `for await (const event of events({ … }))`. After a lost
 * connection it goes on behind the last event it gave, so that none is missed and none comes twice; across restarts of
 * your program keep `event.cursor`, or let a subscription acknowledge. The key needs `webhooks:read`.
 * @throws PatchbayClientError when asking again cannot help: the key, the subscription or the filter is refused
 */
export async function* events(options: EventsOptions): AsyncGenerator<PatchbayEvent> {
  const { signal, random = Math.random } = options;
  const acks = createAcks(options);
  let cursor = options.cursor;
  let failures = 0;
  try {
    while (!signal?.aborted) {
      try {
        cursor ??= await beginning(options);
        for await (const event of streamOnce(options, cursor)) {
          failures = 0;
          yield event;
          cursor = event.cursor;
          acks.note(cursor);
        }
      } catch (error) {
        if (signal?.aborted) return;
        if (error instanceof PatchbayClientError && isFinal(error.code)) throw error;
        options.onReconnect?.(error);
      }
      failures += 1;
      await pause(Math.min(30_000, 250 * 2 ** (failures - 1)) * (0.5 + random() / 2), signal);
    }
  } finally {
    await acks.flush();
  }
}

/** A subscription knows where it stands; else it is now, kept so that a lost connection loses nothing. */
async function beginning(options: EventsOptions): Promise<string | undefined> {
  if (options.subscriptionId !== undefined) return undefined;
  const query = { cursor: 'latest' as const };
  return (await createPatchbayClient(options).webhooks.events.query(query)).nextCursor;
}

const final: ReadonlySet<ClientErrorCode> = new Set([
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
]);
const isFinal = (code: ClientErrorCode) => final.has(code);

/** The server pings every 15 seconds: so long a silence is a lost connection. */
const silenceMs = 45_000;

async function* streamOnce(
  options: EventsOptions,
  cursor: string | undefined,
): AsyncGenerator<PatchbayEvent> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const stop = options.signal ? AbortSignal.any([options.signal, silence.signal]) : silence.signal;
  const { subscriptionId, filter } = options;
  const url = new URL('/api/trpc/webhooks.stream', options.url);
  const input = superjson.serialize({
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(filter !== undefined && { filter }),
    ...(cursor !== undefined && { cursor }),
  });
  url.searchParams.set('input', JSON.stringify(input));
  try {
    const headers = { authorization: `Bearer ${options.apiKey}`, accept: 'text/event-stream' };
    const answer = await (options.fetch ?? globalThis.fetch)(url, { headers, signal: stop });
    if (!answer.ok || answer.body === null) throw await refusalOf(answer);
    for await (const { event, data } of framesOf(answer.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMs);
      if (event === 'serialized-error') throw errorOf(data);
      // The router's type says what the server sends under this name.
      if (event === 'message') yield data as PatchbayEvent;
    }
  } finally {
    clearTimeout(timer);
  }
}

async function refusalOf(answer: Response): Promise<Error> {
  const text = await answer.text();
  try {
    return errorOf(superjson.deserialize(JSON.parse(text).error));
  } catch {
    return new Error(`The server answered ${answer.status}.`);
  }
}

/** An error of the router's in the shape that its formatter gives it. */
const errorOf = (shape: unknown) =>
  new PatchbayClientError(
    TRPCClientError.from<AppRouter>({ error: shape } as Parameters<typeof TRPCClientError.from>[0]),
  );

const ackEvery = 100;

/** Bookmarks what is done with: every hundred events, every second, and at the end. One that fails is made up for later. */
function createAcks(options: EventsOptions) {
  const { subscriptionId, acknowledge = false } = options;
  const client = createPatchbayClient(options);
  let pending: string | null = null;
  let count = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (pending === null || subscriptionId === undefined) return;
    const cursor = pending;
    [pending, count] = [null, 0];
    await client.webhooks.ack.mutate({ subscriptionId, cursor }).catch(() => {
      pending ??= cursor;
    });
  }
  return {
    flush,
    note(cursor: string) {
      if (!acknowledge || subscriptionId === undefined) return;
      pending = cursor;
      count += 1;
      if (count >= ackEvery) void flush();
      else timer ??= setTimeout(() => void flush(), 1_000);
    },
  };
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
  });
}
