import type { Socket } from 'node:net';
import type { CheckStage, Clock, StageOutcome, StageReport } from '@patchbay/core';
import { hostOf, portOf } from './addresses.ts';
import { type DialOptions, openSocket } from './dial.ts';
import { OutboundError } from './errors.ts';
import type { Http, Probe } from './http.ts';
import { pinnedPlain, secureSocket } from './tls.ts';
import { fromTransport } from './transport-errors.ts';

type ProbeOptions = DialOptions & {
  place: (url: URL) => URL;
  clock: Clock;
  /** With an injected `fetch` there is no network to open. */
  isInjected: boolean;
};

/** A reached address is not opened again for this long: a sweep asks once per host, not per integration. */
const freshMs = 10_000;

export function createProbe(options: ProbeOptions): Http['probe'] {
  const reached = new Map<string, { at: number; probe: Promise<Probe> }>();

  return async (url, { signal, onStage, tlsFingerprint: pinned } = {}) => {
    let target: URL;
    try {
      target = options.place(url);
    } catch (error) {
      return announce(failedAt('address', fromTransport(error, hostOf(url)), 0), onStage);
    }
    if (options.isInjected) return announce(injected, onStage);
    const now = options.clock.now().getTime();
    const tlsFingerprint = hostOf(target) === hostOf(url) ? pinned : undefined;
    const key = `${placeOf(target)} ${tlsFingerprint ?? ''}`;
    const known = reached.get(key);
    const isFresh = known && Math.abs(now - known.at) < freshMs;
    const probe = isFresh ? known.probe : open(target, hostOf(url), { ...options, tlsFingerprint });
    if (!isFresh) {
      forgetOld(reached, now);
      reached.set(key, { at: now, probe });
      void probe.then((result) => {
        if (result.failure !== null && reached.get(key)?.probe === probe) reached.delete(key);
      });
    }
    return announce(await stoppable(probe, signal), onStage);
  };
}

/** An origin with its port; `URL.origin` knows none where the scheme is not the web's. */
const placeOf = (url: URL): string => `${url.protocol}//${hostOf(url)}:${portOf(url)}`;

function forgetOld(reached: Map<string, { at: number }>, now: number): void {
  if (reached.size < 1_000) return;
  for (const [origin, { at }] of reached) if (Math.abs(now - at) >= freshMs) reached.delete(origin);
}

type Opening = ProbeOptions & { tlsFingerprint: string | undefined };

async function open(target: URL, host: string, options: Opening): Promise<Probe> {
  const started = performance.now();
  let socket: Socket;
  try {
    socket = await openSocket(target, options);
  } catch (error) {
    return failedAt('address', fromTransport(error, host), since(started));
  }
  const isStandIn = hostOf(target) !== host;
  const address = report(
    'address',
    'passed',
    since(started),
    addressNote(target, socket, isStandIn),
  );
  if (target.protocol !== 'https:') {
    socket.destroy();
    if (target.protocol === 'http:' && options.tlsFingerprint) {
      const failed = failedAt('tls', pinnedPlain(host), 0);
      return { ...failed, reports: [address, ...failed.reports] };
    }
    return { reports: [address, plainReport(target, isStandIn)], failure: null };
  }
  const handshake = performance.now();
  try {
    const protocol = await shakeHands(socket, hostOf(target), options);
    return {
      reports: [address, report('tls', 'passed', since(handshake), protocol)],
      failure: null,
    };
  } catch (error) {
    const failed = failedAt('tls', fromTransport(error, host), since(handshake));
    return { ...failed, reports: [address, ...failed.reports] };
  } finally {
    socket.destroy();
  }
}

async function shakeHands(socket: Socket, host: string, options: Opening): Promise<string> {
  const { tlsFingerprint, connectTimeoutMs: timeoutMs } = options;
  const protocols = ['http/1.1'];
  const secure = await secureSocket(socket, { host, tlsFingerprint, timeoutMs, protocols });
  const protocol = secure.getProtocol() ?? 'TLS';
  secure.destroy();
  return `${protocol}, certificate ${tlsFingerprint ? 'as pinned' : 'trusted'}`;
}

function stoppable(probe: Promise<Probe>, signal?: AbortSignal): Promise<Probe> {
  if (!signal) return probe;
  return new Promise((resolve) => {
    const stop = () =>
      resolve(failedAt('address', new OutboundError('unreachable', 'The check was stopped.'), 0));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    void probe.then((result) => {
      signal.removeEventListener('abort', stop);
      resolve(result);
    });
  });
}

function announce(probe: Probe, onStage?: (report: StageReport) => void): Probe {
  for (const stage of probe.reports) onStage?.(stage);
  return probe;
}

const report = (
  stage: CheckStage,
  outcome: StageOutcome,
  latencyMs: number,
  note: string,
): StageReport => ({ stage, outcome, latencyMs, note });

const failedAt = (stage: CheckStage, failure: OutboundError, latencyMs: number): Probe => ({
  reports: [report(stage, 'failed', latencyMs, failure.message)],
  failure,
});

const injected: Probe = {
  reports: [
    report('address', 'passed', 0, 'Not opened: a stand-in answers'),
    report('tls', 'skipped', 0, 'Not opened: a stand-in answers'),
  ],
  failure: null,
};

function addressNote(target: URL, socket: Socket, isStandIn: boolean): string {
  if (isStandIn) return `Played by the sandbox at ${target.host}`;
  const host = hostOf(target);
  const reached = socket.remoteAddress ?? 'a checked address';
  return `${host === reached ? host : `${host} at ${reached}`}, port ${portOf(target)}`;
}

function plainReport({ protocol }: URL, isStandIn: boolean): StageReport {
  const note = isStandIn
    ? 'The sandbox is reached over plain http'
    : 'The address is plain http: what is sent can be read on the way';
  const own = `Left to the protocol itself (${protocol.slice(0, -1)})`;
  return report('tls', 'skipped', 0, protocol === 'http:' ? note : own);
}

const since = (started: number): number => Math.round(performance.now() - started);
