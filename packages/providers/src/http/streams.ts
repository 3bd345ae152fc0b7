import { Agent, type Dispatcher } from 'undici';

/** One call as it goes on the wire; header names and values alternate. */
export type StreamRequest = {
  origin: string;
  /** Path and query exactly as they are sent. */
  path: string;
  method: Dispatcher.HttpMethod;
  headers: string[];
  body: Dispatcher.DispatchOptions['body'];
  /** The only certificate to trust at `origin`, by its SHA-256 fingerprint. */
  tlsFingerprint?: string;
};
/** Told about an answer as it arrives; the names are undici's, which calls it without anything in between. */
export type StreamHandler = Dispatcher.DispatchHandler;
export type StreamControl = Dispatcher.DispatchController;

/**
 * Calls whose bodies are passed on as they come, both ways. No retries and no size limit; silence for longer than
 * the idle time ends a call. Every connection goes to an address that the guard has checked.
 */
export type Streams = {
  send(request: StreamRequest, handler: StreamHandler): void;
  /**
   * Where calls to this base address really go, after rewrites.
   * @throws OutboundError `refused`
   */
  place(url: URL): URL;
};

type Connect = NonNullable<ConstructorParameters<typeof Agent>[0]>['connect'];

/** Connections are kept open per origin: what an idle one saves is a handshake for each call. */
export const createStreamAgent = (connect: Connect, idleMs: number): Agent =>
  new Agent({
    connections: 256,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    allowH2: false,
    connect,
  });

/** The same contract over an injected `fetch`, for tests; bodies are read before they are sent. */
export function createFetchStreams(fetch: typeof globalThis.fetch): Streams['send'] {
  return (request, handler) => void exchange(fetch, request, handler);
}

async function exchange(
  fetch: typeof globalThis.fetch,
  { origin, path, method, headers, body }: StreamRequest,
  handler: StreamHandler,
): Promise<void> {
  const stop = new AbortController();
  let reason: Error | null = null;
  const control: StreamControl = {
    get aborted() {
      return stop.signal.aborted;
    },
    paused: false,
    get reason() {
      return reason;
    },
    abort(error) {
      reason ??= error;
      stop.abort(reason);
    },
    pause() {},
    resume() {},
  };
  try {
    handler.onRequestStart?.(control, {});
    const reply = await fetch(new URL(path, origin), {
      method,
      headers: pairsOf(headers),
      body: await whole(body),
      redirect: 'manual',
      signal: stop.signal,
    });
    handler.onResponseStart?.(
      control,
      reply.status,
      Object.fromEntries(reply.headers.entries()),
      reply.statusText,
    );
    for await (const chunk of reply.body ?? [])
      handler.onResponseData?.(control, Buffer.from(chunk));
    handler.onResponseEnd?.(control, {});
  } catch (error) {
    const failure = reason ?? (error instanceof Error ? error : new Error('fetch failed'));
    handler.onResponseError?.(control, failure);
  }
}

const pairsOf = (headers: string[]): [string, string][] =>
  headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : []));

async function whole(
  body: StreamRequest['body'],
): Promise<string | Uint8Array<ArrayBuffer> | undefined> {
  if (body === null || body === undefined) return undefined;
  if (typeof body === 'string') return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
