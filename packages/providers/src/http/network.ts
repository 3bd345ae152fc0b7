import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector, request as undiciRequest } from 'undici';
import type { AddressGuard } from './addresses.ts';
import { OutboundError } from './errors.ts';
import type { OutboundReply, Resolve } from './http.ts';
import { createFetchStreams, createStreamAgent, type Streams } from './streams.ts';
import { pinnedPlain, requirePinned, trustOf } from './tls.ts';

export type Network = {
  send(call: NetworkCall): Promise<OutboundReply>;
  stream: Streams['send'];
  close(): Promise<void>;
};
export type NetworkCall = {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  maxBodyBytes: number;
  tlsFingerprint?: string;
};

export const systemResolve: Resolve = async (host) => {
  const found = await systemLookup(host, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * The resolution that a socket uses, so that the address which was checked is the one connected to and
 * no second answer of the name server can slip in between.
 */
export function guardedLookup(guard: AddressGuard, resolve: Resolve, port: string): LookupFunction {
  return (host, options, callback) => {
    resolve(host)
      .then((addresses) => {
        guard.checkAddresses(host, port, addresses);
        const [first] = addresses;
        if (options.all) callback(null, addresses);
        else callback(null, first?.address ?? '', first?.family ?? 4);
      })
      .catch((error) => callback(error, '', 4));
  };
}

type NetworkOptions = {
  guard: AddressGuard;
  resolve: Resolve;
  connectTimeoutMs: number;
  timeoutMs: number;
  idleTimeoutMs: number;
};

/** Pooled connections over undici, which runs the same on Node and on Deno. */
export function createNetwork(options: NetworkOptions): Network {
  const pools = createPools(options);
  return {
    async send({ url, method, headers, body, signal, maxBodyBytes, tlsFingerprint }) {
      const { calls: dispatcher } = pools.trusting(tlsFingerprint);
      const reply = await undiciRequest(url, { method, headers, body, signal, dispatcher });
      const text = await readBounded(reply.body, maxBodyBytes);
      return { status: reply.statusCode, headers: definedHeaders(reply.headers), body: text };
    },
    stream: ({ tlsFingerprint, ...request }, handler) =>
      void pools.trusting(tlsFingerprint).streams.dispatch(request, handler),
    close: pools.close,
  };
}

type Pool = { calls: Agent; streams: Agent };
const maxPinnedPools = 200;

/** A pinned certificate has connections of its own: one that was opened on other terms is never used for it. */
function createPools(options: NetworkOptions) {
  const usual = createPool(options);
  const pinned = new Map<string, Pool>();

  function trusting(tlsFingerprint: string | undefined): Pool {
    if (tlsFingerprint === undefined) return usual;
    const pool = pinned.get(tlsFingerprint) ?? createPool(options, tlsFingerprint);
    pinned.delete(tlsFingerprint);
    pinned.set(tlsFingerprint, pool);
    const [oldest] = pinned;
    if (oldest && pinned.size > maxPinnedPools) {
      pinned.delete(oldest[0]);
      for (const agent of [oldest[1].calls, oldest[1].streams]) void agent.close();
    }
    return pool;
  }

  return {
    trusting,
    async close() {
      const agents = [usual, ...pinned.values()].flatMap(({ calls, streams }) => [calls, streams]);
      await Promise.all(agents.map((agent) => agent.destroy()));
    },
  };
}

function createPool(options: NetworkOptions, tlsFingerprint?: string): Pool {
  const connect = createConnector(options, tlsFingerprint);
  const calls = new Agent({
    connections: 128,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    allowH2: false,
    connect,
  });
  return { calls, streams: createStreamAgent(connect, options.idleTimeoutMs) };
}

function createConnector(
  options: NetworkOptions,
  tlsFingerprint: string | undefined,
): buildConnector.connector {
  const connectors = new Map<string, buildConnector.connector>();
  const connectorFor = (port: string) => {
    const known = connectors.get(port);
    if (known) return known;
    const made = buildConnector({
      timeout: options.connectTimeoutMs,
      lookup: guardedLookup(options.guard, options.resolve, port),
      ...trustOf(tlsFingerprint),
      // A resumed session shows no certificate to compare.
      ...(tlsFingerprint !== undefined && { maxCachedSessions: 0 }),
    });
    connectors.set(port, made);
    return made;
  };
  return (target, callback) => {
    const connector = connectorFor(target.port || (target.protocol === 'https:' ? '443' : '80'));
    if (tlsFingerprint === undefined) return connector(target, callback);
    connector(target, (...[error, socket]) => {
      if (error) return callback(error, null);
      const refusal = refusalOf(socket, tlsFingerprint, target.hostname);
      if (!refusal) return callback(null, socket);
      socket.destroy();
      callback(refusal, null);
    });
  };
}

/** Why a connection must not be used, before anything was sent over it. */
function refusalOf(socket: Socket, tlsFingerprint: string, host: string): Error | null {
  try {
    if (!(socket instanceof TLSSocket)) throw pinnedPlain(host);
    requirePinned(socket, tlsFingerprint, host);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error('refused');
  }
}

/** The same contract over an injected `fetch`; redirects are handed back, never followed. */
export function createFetchNetwork(fetch: typeof globalThis.fetch): Network {
  return {
    stream: createFetchStreams(fetch),
    async send({ url, method, headers, body, signal, maxBodyBytes }) {
      const reply = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
      const text = reply.body ? await readBounded(reply.body, maxBodyBytes) : '';
      const cookies = reply.headers.getSetCookie();
      const received = Object.fromEntries(reply.headers.entries());
      return {
        status: reply.status,
        headers: cookies.length > 0 ? { ...received, 'set-cookie': cookies } : received,
        body: text,
      };
    },
    async close() {},
  };
}

async function readBounded(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit)
      throw new OutboundError('invalid_response', `The answer is longer than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

const definedHeaders = (
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
