import type { Principal } from '@patchbay/core';
import type { Http, OutboundReply, OutboundRequest } from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import { callsOf } from './calls.ts';
import { stopped } from './exchange.ts';
import { type CallRecord, keepHead, openHead } from './record.ts';
import { noteFailure } from './refusals.ts';
import type { CallTarget } from './target.ts';

type Observation = {
  runtime: Runtime;
  target: CallTarget;
  principal: Principal;
  correlationId: string;
  signal: AbortSignal | undefined;
  /** Told of each answer, once it was read. */
  ended?: (record: CallRecord, headers: OutboundReply['headers']) => void;
};

/** The way out for a provider's own client: each of its calls is admitted and put on record like any other. */
export function observedHttp(observation: Observation): Http {
  const { http } = observation.runtime;
  return { ...http, send: (request) => observed(observation, request) };
}

async function observed(
  observation: Observation,
  request: OutboundRequest,
): Promise<OutboundReply> {
  const { runtime } = observation;
  const signal = eitherOf(request.signal, observation.signal);
  if (signal?.aborted) throw stopped();
  const calls = callsOf(runtime);
  let answer: OutboundReply['headers'] | null = null;
  const record = recordOf(observation, request);
  // The client's own throttle takes the place of the vendor's bucket here.
  try {
    await calls.admit(record);
  } catch (error) {
    noteFailure(record, error);
    calls.turnedAway(record);
    throw error;
  }
  record.dispatchedAt = performance.now();
  record.sentAt = record.dispatchedAt;
  if (calls.usageLogging && request.body !== undefined) {
    record.request = openHead(request.headers['content-type'], '');
    if (record.request) keepHead(record.request, Buffer.from(request.body));
  }
  try {
    const reply = await runtime.http.send({ ...request, signal });
    record.httpStatus = reply.status;
    answer = reply.headers;
    if (calls.usageLogging) {
      record.response = openHead(String(reply.headers['content-type'] ?? ''), '');
      if (record.response) keepHead(record.response, Buffer.from(reply.body));
    }
    calls.answered(record, reply.status, reply.headers);
    return reply;
  } catch (error) {
    const failure = signal?.aborted ? stopped() : error;
    noteFailure(record, failure);
    throw failure;
  } finally {
    record.endedAt = performance.now();
    calls.finish(record);
    if (answer) observation.ended?.(record, answer);
  }
}

/** The path as `calls.make` and the proxy take it. */
const endpointOf = ({ pathname, search }: URL, { apiPath }: CallTarget): string =>
  (pathname.startsWith(apiPath) ? pathname.slice(apiPath.length) : pathname) + search;

const eitherOf = (one?: AbortSignal, other?: AbortSignal): AbortSignal | undefined =>
  one && other ? AbortSignal.any([one, other]) : (one ?? other);

const recordOf = (
  { runtime, target, principal, correlationId }: Observation,
  { url, method }: OutboundRequest,
): CallRecord => ({
  target,
  principal,
  method,
  endpoint: endpointOf(url, target),
  correlationId,
  createdAt: runtime.clock.now().getTime(),
  startedAt: performance.now(),
  dispatchedAt: 0,
  sentAt: 0,
  endedAt: 0,
  httpStatus: 0,
  errorCode: null,
  errorMessage: null,
  request: null,
  response: null,
});
