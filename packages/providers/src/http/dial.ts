import { connect as connectTcp, type Socket } from 'node:net';
import { type AddressGuard, hostOf, portOf } from './addresses.ts';
import { OutboundError } from './errors.ts';
import type { Http, Resolve } from './http.ts';
import { guardedLookup } from './network.ts';
import { fromTransport } from './transport-errors.ts';

export type DialOptions = {
  guard: AddressGuard;
  resolve: Resolve;
  connectTimeoutMs: number;
};

/**
 * Opens a TCP connection to where `target` stands, whose address the guard has seen. `target` is placed already.
 * @throws whatever the socket, the name resolution or the guard throws
 */
export function openSocket(
  target: URL,
  options: DialOptions,
  signal?: AbortSignal,
): Promise<Socket> {
  const host = hostOf(target);
  const port = portOf(target);
  return new Promise((resolve, reject) => {
    const socket = connectTcp({
      host,
      port: Number(port),
      autoSelectFamily: true,
      lookup: guardedLookup(options.guard, options.resolve, port),
    });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    const fail = (error: Error) => {
      settle();
      reject(error);
      socket.destroy();
    };
    const stop = () =>
      fail(new OutboundError('unreachable', 'The call was stopped before its answer.'));
    const timer = setTimeout(
      () => fail(new OutboundError('unreachable', `${host} did not answer in time.`)),
      options.connectTimeoutMs,
    );
    socket.once('connect', () => {
      settle();
      // Protocols that wait for each answer would lose 40 ms a turn to Nagle's algorithm.
      socket.setNoDelay(true);
      resolve(socket);
    });
    // Stays: an error after the connection stands must not end the process before its owner listens.
    socket.on('error', fail);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** `Http.connect`; with an injected `fetch` there is no network to open. */
export const createDial =
  (options: DialOptions & { place: (url: URL) => URL; isInjected: boolean }): Http['connect'] =>
  async (url, { signal } = {}) => {
    try {
      const target = options.place(url);
      if (options.isInjected)
        throw new OutboundError('unreachable', 'A stand-in answers here, which has no sockets.');
      return await openSocket(target, options, signal);
    } catch (error) {
      throw fromTransport(error, hostOf(url));
    }
  };
