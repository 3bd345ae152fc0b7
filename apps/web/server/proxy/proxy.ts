import type { IncomingMessage, ServerResponse } from 'node:http';
import { PatchbayError, type Principal } from '@patchbay/core';
import {
  type CallRecord,
  type CallTarget,
  callsOf,
  flat,
  IntegrationError,
  keepHead,
  noteFailure,
  openHead,
  type Runtime,
  toIntegrationError,
} from '@patchbay/services';
import { reportError } from '../report.ts';
import { ProxyExchange } from './exchange.ts';
import { correlationIdOf, type Incoming, proxyPrefix, readIncoming } from './incoming.ts';
import { digestOf, keyFrom } from './key.ts';
import { answerProblem } from './problem.ts';
import { createStallWatch } from './stalls.ts';
import { Upload } from './upload.ts';

export type ProxyOptions = {
  runtime: Runtime;
  log(line: string): void;
  /** How long a caller may neither send nor read, in milliseconds; 60,000 unless told. */
  idleMs?: number;
};

export type Proxy = {
  /** Takes a request below `/proxy/`; false leaves it to others, untouched. */
  take(request: IncomingMessage, response: ServerResponse): boolean;
  close(): void;
};

// TRACE would echo the credential; CONNECT is no request for a resource.
const refusedMethods = new Set(['TRACE', 'CONNECT']);
/** These can be sent again: doing them twice is doing them once. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/**
 * The call proxy: `/proxy/<provider>/<path>` with an API key becomes a call of the provider with the organization's
 * credentials. It stands before the web framework and touches neither the database nor a body on its way.
 */
export function createProxy({ runtime, log, idleMs = 60_000 }: ProxyOptions): Proxy {
  const calls = callsOf(runtime);
  const stalls = createStallWatch(idleMs);
  const { streams } = runtime.http;

  const fail = (response: ServerResponse, error: unknown, correlationId: string) => {
    if (toIntegrationError(error).call === 'internal' && !(error instanceof PatchbayError)) {
      log(reportError(error, 'the proxy', correlationId));
    }
    if (response.headersSent) response.destroy();
    else answerProblem(response, error, correlationId);
  };

  /** Everything before the wire; as long as nothing has to be looked up it runs without a pause. */
  function begin(request: IncomingMessage, response: ServerResponse, correlationId: string) {
    const startedAt = performance.now();
    if (refusedMethods.has(request.method ?? '')) {
      throw new IntegrationError('invalid_request', 'This method cannot be proxied.');
    }
    const incoming = readIncoming(request, correlationId);
    const key = keyFrom(incoming.authorization, incoming.apiKey);
    const principal = calls.principalOf(key, digestOf(key));
    const call = { request, response, incoming, startedAt, isSecondTry: false };
    if (principal instanceof Promise) {
      return principal.then((found) => allowed(call, found));
    }
    return allowed(call, principal);
  }

  type Begun = {
    request: IncomingMessage;
    response: ServerResponse;
    incoming: Incoming;
    startedAt: number;
    /** After refused credentials. */
    isSecondTry: boolean;
  };

  function allowed(call: Begun, principal: Principal): void | Promise<void> {
    if (!principal.permissions.has('calls:make')) {
      throw new PatchbayError('forbidden', 'This API key may not make calls (calls:make).');
    }
    const target = calls.target(principal.organizationId, call.incoming.provider);
    if (target instanceof Promise) return target.then((found) => aimed(call, principal, found));
    return aimed(call, principal, target);
  }

  function aimed(call: Begun, principal: Principal, target: CallTarget): void | Promise<void> {
    if (call.response.destroyed) return;
    if (!target.isOpen)
      throw new IntegrationError('not_allowed', 'This provider has no API that can be called.');
    const record = recordOf(call, principal, target);
    let turn: Promise<void> | null;
    try {
      turn = calls.admit(record);
    } catch (error) {
      turnedAway(record, error);
      throw error;
    }
    if (turn === null && !target.isLogin) return send(call, principal, record, target.signed);
    return waited(call, principal, record, turn);
  }

  async function waited(
    call: Begun,
    principal: Principal,
    record: CallRecord,
    turn: Promise<void> | null,
  ): Promise<void> {
    const { target } = record;
    try {
      await turn;
    } catch (error) {
      turnedAway(record, error);
      throw error;
    }
    try {
      const signed = target.isLogin ? flat(await target.opened.headers()) : target.signed;
      if (call.response.destroyed) throw new IntegrationError('canceled', 'The caller went away.');
      send(call, principal, record, signed);
    } catch (error) {
      noteFailure(record, error);
      calls.finish(record);
      throw toIntegrationError(error);
    }
  }

  const turnedAway = (record: CallRecord, error: unknown) => {
    noteFailure(record, error);
    calls.turnedAway(record);
  };

  function send(
    call: Begun,
    principal: Principal,
    record: CallRecord,
    signed: readonly string[],
  ): void {
    const { request, response, incoming, isSecondTry } = call;
    const { target } = record;
    const { hasBody } = incoming;
    const mayRepeat = !isSecondTry && !hasBody && repeatable.has(record.method);
    const parts = { calls, request, response, record, principal, stalls };
    const refusedAgain = () => {
      if (isSecondTry) void calls.refusedAgain(target);
      // The caller gets this answer; the next call gets new credentials.
      else void calls.renew(target).catch(() => undefined);
      return false;
    };
    const exchange = new ProxyExchange({
      ...parts,
      onRefused: mayRepeat ? (first) => sendAgain(call, principal, first) : refusedAgain,
    });
    record.dispatchedAt = performance.now();
    streams.send(
      {
        origin: target.origin,
        path: target.basePath + record.endpoint || '/',
        method: record.method as 'GET',
        headers: outgoing(incoming, target, signed),
        body: hasBody ? uploadOf(request, record, exchange) : null,
        tlsFingerprint: target.tlsFingerprint,
      },
      exchange,
    );
  }

  /** After a 401: once more with new credentials, if there are any. */
  function sendAgain(call: Begun, principal: Principal, first: ProxyExchange): boolean {
    const { record } = first.parts;
    first.release();
    void calls
      .renew(record.target)
      .then(async (target) => {
        if (!target) throw refusedCredentials(record.target);
        const again = { ...call, startedAt: performance.now(), isSecondTry: true };
        await aimed(again, principal, target);
      })
      .catch((error: unknown) => fail(call.response, error, record.correlationId));
    return true;
  }

  function recordOf(call: Begun, principal: Principal, target: CallTarget): CallRecord {
    const { contentType, contentEncoding, hasBody, endpoint, correlationId } = call.incoming;
    return {
      target,
      principal,
      method: call.request.method ?? 'GET',
      endpoint,
      correlationId,
      createdAt: Date.now(),
      startedAt: call.startedAt,
      dispatchedAt: 0,
      sentAt: 0,
      endedAt: 0,
      httpStatus: 0,
      errorCode: null,
      errorMessage: null,
      request: hasBody && calls.usageLogging ? openHead(contentType, contentEncoding) : null,
      response: null,
    };
  }

  function uploadOf(request: IncomingMessage, record: CallRecord, exchange: ProxyExchange): Upload {
    const { request: head } = record;
    exchange.movedAt = performance.now();
    stalls.add(exchange);
    request.once('end', () => stalls.remove(exchange));
    return new Upload(request, (chunk) => {
      exchange.movedAt = performance.now();
      if (head) keepHead(head, chunk);
    });
  }

  return {
    take(request, response) {
      if (!request.url?.startsWith(proxyPrefix)) return false;
      const given = request.headers['x-correlation-id'];
      const correlationId = correlationIdOf(typeof given === 'string' ? given : undefined);
      try {
        const going = begin(request, response, correlationId);
        going?.catch((error: unknown) => fail(response, error, correlationId));
      } catch (error) {
        fail(response, error, correlationId);
      }
      return true;
    },
    close: () => stalls.close(),
  };
}

const refusedCredentials = ({ host }: CallTarget) =>
  new IntegrationError('auth', `${host} refuses the credentials of this integration.`, {
    httpStatus: 401,
  });

/** The caller's headers, except where the integration has its own: those always win. */
function outgoing(incoming: Incoming, target: CallTarget, signed: readonly string[]): string[] {
  const { signedNames } = target;
  const headers = [...signed];
  const given = incoming.headers;
  for (let at = 0; at < given.length; at += 2) {
    const name = given[at] ?? '';
    if (!signedNames.has(name)) headers.push(name, given[at + 1] ?? '');
  }
  if (!incoming.userAgent && !signedNames.has('user-agent'))
    headers.push('user-agent', 'Patchbay/0.1');
  headers.push('x-correlation-id', incoming.correlationId);
  return headers;
}
