import { createAddressGuard, hostOf, isWeb } from './addresses.ts';
import { createDial } from './dial.ts';
import { OutboundError } from './errors.ts';
import type { Http, HttpOptions, OutboundReply, OutboundRequest } from './http.ts';
import { createLimiter } from './limiter.ts';
import { createFetchNetwork, createNetwork, systemResolve } from './network.ts';
import { createProbe } from './probe.ts';
import { backoffMs, isRetryableStatus, patienceMs, retryAfterSeconds } from './retry.ts';
import { describeRewrites, requireTargets, rewriteUrl } from './rewrites.ts';
import { createThrottle } from './throttle.ts';
import { pinnedPlain } from './tls.ts';
import { fromTransport, isConnectionTrouble } from './transport-errors.ts';

const defaults = {
  timeoutMs: 15_000,
  connectTimeoutMs: 5_000,
  idleTimeoutMs: 60_000,
  maxBodyBytes: 2_000_000,
  perHostConcurrency: 8,
  retries: 2,
  userAgent: 'Patchbay/0.1',
};

/**
 * The guarded HTTP layer. Every call is checked against the address rules, bounded in time and size,
 * limited per host, and repeated with jitter when it is idempotent and the trouble looks temporary.
 * @throws Error for a malformed `allow` entry or rewrite: a mistake in configuration, found at boot
 */
export function createHttp(options: HttpOptions): Http {
  const given = { ...defaults, ...definedOnly(options) };
  const { clock, random = Math.random, sleep = wait, resolve = systemResolve } = options;
  const guard = createAddressGuard(options.allow);
  requireTargets(options.rewrites);
  const network = options.fetch
    ? createFetchNetwork(options.fetch)
    : createNetwork({ guard, resolve, ...given });
  const turn = createThrottle({ clock, sleep });
  const limited = createLimiter(given.perHostConcurrency);
  const place = (url: URL): URL => {
    const target = rewriteUrl(url, options.rewrites);
    guard.checkUrl(target);
    return target;
  };
  const placeSocket = (url: URL): URL => {
    const target = rewriteUrl(url, options.rewrites);
    guard.checkPlace(target);
    return target;
  };
  const opening = { guard, resolve, ...given, isInjected: options.fetch !== undefined };

  /** The pin belongs to the host that was asked for, not to what stands in for it. */
  function pinFor({ url, tlsFingerprint }: OutboundRequest, target: URL): string | undefined {
    if (tlsFingerprint === undefined || target.href !== url.href) return undefined;
    if (target.protocol !== 'https:') throw pinnedPlain(hostOf(url));
    return tlsFingerprint;
  }

  async function attempt(request: OutboundRequest, target: URL, signal: AbortSignal) {
    const call = {
      url: target,
      method: request.method,
      headers: { 'user-agent': given.userAgent, ...request.headers },
      body: request.body,
      signal,
      tlsFingerprint: pinFor(request, target),
      maxBodyBytes: given.maxBodyBytes,
    };
    try {
      return await limited(hostOf(request.url), signal, () => network.send(call));
    } catch (error) {
      throw signal.aborted ? signal.reason : fromTransport(error, hostOf(request.url));
    }
  }

  async function persist(request: OutboundRequest, target: URL, signal: AbortSignal) {
    for (let tries = 0; ; tries += 1) {
      const isLast = !request.idempotent || tries >= given.retries;
      const result = await attempt(request, target, signal).catch((error: unknown) => {
        if (isLast || signal.aborted || !isConnectionTrouble(error)) throw error;
        return null;
      });
      const pause = result ? pauseAfter(result, tries) : backoffMs(tries, random);
      if (result && (isLast || pause === null)) return result;
      await sleep(pause ?? 0, signal);
    }
  }

  /** Milliseconds to wait before repeating, or `null` when this answer is the answer. */
  function pauseAfter(reply: OutboundReply, tries: number): number | null {
    if (!isRetryableStatus(reply.status)) return null;
    const asked = retryAfterSeconds(reply.headers['retry-after'], clock.now());
    if (asked === undefined) return backoffMs(tries, random);
    return asked * 1000 > patienceMs ? null : asked * 1000 + backoffMs(0, random);
  }

  return {
    streams: { send: network.stream, place },
    guard,
    clock,
    rewrites: describeRewrites(options.rewrites),
    async send(request) {
      const target = place(request.url);
      const isStandIn = target.href !== request.url.href;
      if (request.throttle && !isStandIn) await turn(request.throttle, request.signal);
      const deadline = createDeadline(given.timeoutMs, hostOf(request.url), request.signal);
      try {
        deadline.signal.throwIfAborted();
        return await persist(request, target, deadline.signal);
      } finally {
        deadline.clear();
      }
    },
    probe: createProbe({
      ...opening,
      clock,
      place: (url) => (isWeb(url) ? place(url) : placeSocket(url)),
    }),
    connect: createDial({ ...opening, place: placeSocket }),
    close: () => network.close(),
  };
}

function createDeadline(ms: number, host: string, outer?: AbortSignal) {
  const controller = new AbortController();
  const stop = () =>
    controller.abort(new OutboundError('unreachable', 'The call was stopped before its answer.'));
  const timer = setTimeout(() => {
    const seconds = Math.round(ms / 100) / 10;
    controller.abort(new OutboundError('unreachable', `${host} did not answer in ${seconds} s.`));
  }, ms);
  if (outer?.aborted) stop();
  else outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

const definedOnly = (options: HttpOptions): Partial<HttpOptions> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
