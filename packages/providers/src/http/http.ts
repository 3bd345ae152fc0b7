import type { Socket } from 'node:net';
import type { Clock, StageReport } from '@patchbay/core';
import type { AddressGuard } from './addresses.ts';
import type { Rewrites, RewriteView } from './rewrites.ts';
import type { Streams } from './streams.ts';
import type { Throttle } from './throttle.ts';

/** A request before guard and rewrites; `url` is what the provider means, not where it may be sent. */
export type OutboundRequest = {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string;
  idempotent?: boolean;
  signal?: AbortSignal;
  /** The only certificate to trust there, by its SHA-256 fingerprint; stand-ins need not have it. */
  tlsFingerprint?: string;
  /** Waits its turn first; the wait does not count towards the time limit. Stand-ins have no limit. */
  throttle?: Throttle;
};

/** An answer read whole, within the size limit. Header names are in lower case. */
export type OutboundReply = {
  status: number;
  headers: Record<string, string | string[]>;
  body: string;
};

export type HttpOptions = {
  clock: Clock;
  /** Stands in for the network (tests). The guard still checks the address that was asked for. */
  fetch?: typeof globalThis.fetch;
  /** Non-public places that may be called: `host`, `host:port`, address or CIDR range. */
  allow?: readonly string[];
  /**
   * Hosts whose calls go elsewhere; the target must be allowed like any other address. A target such as
   * `ssh://127.0.0.1:2222` takes connections of that scheme, an http one takes calls.
   */
  rewrites?: Rewrites;
  /** The whole call with its retries, in milliseconds; 15,000 unless told. */
  timeoutMs?: number;
  /** Opening a connection, in milliseconds; 5,000 unless told. */
  connectTimeoutMs?: number;
  /** Silence in the middle of a streamed call, in milliseconds; 60,000 unless told. */
  idleTimeoutMs?: number;
  /** An answer longer than this is refused; 2,000,000 bytes unless told. */
  maxBodyBytes?: number;
  /** Calls in flight to one host, for each origin; 8 unless told. */
  perHostConcurrency?: number;
  /** Repeats of an idempotent call after the first try; 2 unless told. */
  retries?: number;
  userAgent?: string;
  /** Name resolution, wait and chance, for tests. */
  resolve?: Resolve;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  random?: () => number;
};

export type Resolve = (host: string) => Promise<{ address: string; family: 4 | 6 }[]>;

/** The address and TLS steps of a check, for the place that a base address really leads to. */
export type Probe = { reports: StageReport[]; failure: unknown };

/** The HTTP layer that all providers share; make one for each process and close it at the end. */
export type Http = {
  /** @throws OutboundError for what never got an answer; every status comes back as a reply. */
  send(request: OutboundRequest): Promise<OutboundReply>;
  /** Resolves, checks and connects, then shakes hands for https. Never throws. */
  probe(
    url: URL,
    options?: {
      signal?: AbortSignal;
      onStage?: (report: StageReport) => void;
      tlsFingerprint?: string;
    },
  ): Promise<Probe>;
  /**
   * A TCP connection to `scheme://host:port`, for protocols other than HTTP: placed by the rewrites, its address
   * checked, opened within `connectTimeoutMs`. The scheme says what is spoken there; whoever asked ends the socket.
   * @throws OutboundError
   */
  connect(url: URL, options?: { signal?: AbortSignal }): Promise<Socket>;
  readonly streams: Streams;
  readonly guard: AddressGuard;
  readonly clock: Clock;
  /** For the dashboard: which hosts are played by a sandbox. */
  readonly rewrites: RewriteView[];
  close(): Promise<void>;
};
