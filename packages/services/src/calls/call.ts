import { type Principal, randomToken } from '@patchbay/core';
import { troubleIn } from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import { type Calls, callsOf } from './calls.ts';
import { type Answer, exchange, stopped } from './exchange.ts';
import { isAnswered } from './headers.ts';
import { type CallRecord, keepHead, openHead, timingsOf } from './record.ts';
import { noteFailure } from './refusals.ts';
import { type Prepared, prepare, signedHeaders } from './request.ts';
import type { CallResult, MakeCall } from './schemas.ts';
import { type CallTarget, flat, notCallable } from './target.ts';

export type IntegrationCall = MakeCall & { principal: Principal; signal?: AbortSignal | undefined };

const timeoutMs = 30_000;
const maxBytes = 8_000_000;

export const newCorrelationId = (): string => `call_${randomToken(20)}`;

/**
 * Calls a provider's API as an organization's integration and reads the answer whole (30 s, 8 MB). Every status is
 * an answer; so is a refused credential that could not be renewed, which also puts the integration into error.
 * @throws IntegrationError with one of `callErrorCodes`
 */
export async function callIntegration(
  runtime: Runtime,
  { principal, signal, ...call }: IntegrationCall,
): Promise<CallResult> {
  const calls = callsOf(runtime);
  const correlationId = call.correlationId ?? newCorrelationId();
  const startedAt = performance.now();
  const prepared = prepare(call);
  const target = await calls.target(principal.organizationId, call.provider);
  if (!target.isOpen) throw notCallable();
  const making = { runtime, calls, principal, signal, prepared, method: call.method ?? 'GET' };
  const first = openRecord(making, target, correlationId, startedAt);
  const { answer, record } = await once(making, first);
  if (!isDead(target, answer)) return resultOf(answer, record);
  const renewed = await calls.renew(target).catch(() => null);
  if (!renewed) return resultOf(answer, record);
  const second = await once(making, openRecord(making, renewed, correlationId, performance.now()));
  if (isDead(renewed, second.answer)) await calls.refusedAgain(renewed);
  return resultOf(second.answer, second.record);
}

type Making = {
  runtime: Runtime;
  calls: Calls;
  principal: Principal;
  signal: AbortSignal | undefined;
  prepared: Prepared;
  method: string;
};

function openRecord(
  { runtime, calls, principal, prepared, method }: Making,
  target: CallTarget,
  correlationId: string,
  startedAt: number,
): CallRecord {
  const request = calls.usageLogging && prepared.body !== null ? openHead(prepared.type, '') : null;
  if (request && prepared.body !== null) keepHead(request, Buffer.from(prepared.body));
  return {
    target,
    principal,
    method,
    endpoint: prepared.endpoint,
    correlationId,
    createdAt: runtime.clock.now().getTime(),
    startedAt,
    dispatchedAt: 0,
    sentAt: 0,
    endedAt: 0,
    httpStatus: 0,
    errorCode: null,
    errorMessage: null,
    request,
    response: null,
  };
}

/** One try, admitted, sent and put on record. */
async function once(making: Making, record: CallRecord) {
  const { calls } = making;
  try {
    await calls.admit(record);
  } catch (error) {
    noteFailure(record, error);
    calls.turnedAway(record);
    throw error;
  }
  try {
    if (making.signal?.aborted) throw stopped();
    const answer = await send(making, record);
    calls.answered(record, answer.status, answer.headers);
    return { answer, record };
  } catch (error) {
    throw noteFailure(record, error);
  } finally {
    calls.finish(record);
  }
}

async function send(making: Making, record: CallRecord): Promise<Answer> {
  const { target, correlationId } = record;
  const { prepared, runtime, calls, signal } = making;
  const signed = target.isLogin ? flat(await target.opened.headers()) : target.signed;
  return exchange({
    streams: runtime.http.streams,
    record,
    headers: signedHeaders(target, signed, prepared.headers, correlationId),
    body: prepared.body,
    keepBodies: calls.usageLogging,
    timeoutMs,
    maxBytes,
    signal,
  });
}

/** Whether the answer says that the credential itself is no good, in the provider's own words if it has any. */
function isDead({ provider }: CallTarget, answer: Answer): boolean {
  const trouble = troubleIn(provider, {
    status: answer.status,
    headers: answer.headers,
    content: jsonOf(answer),
  });
  return trouble?.what === 'dead_credential';
}

function resultOf(answer: Answer, record: CallRecord): CallResult {
  const kept = Object.entries(answer.headers).filter(([name]) => isAnswered(name));
  return {
    httpStatus: answer.status,
    headers: Object.fromEntries(kept),
    data: dataOf(answer),
    correlationId: record.correlationId,
    timings: timingsOf(record),
  };
}

const typeOf = ({ headers }: Answer): string => String(headers['content-type'] ?? '');

function jsonOf(answer: Answer): unknown {
  if (answer.body.byteLength === 0 || !/json/i.test(typeOf(answer))) return null;
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return null;
  }
}

/** Parsed JSON, else text; bytes that are no text are answered in base64. */
function dataOf(answer: Answer): unknown {
  if (answer.body.byteLength === 0) return null;
  const json = jsonOf(answer);
  if (json !== null) return json;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(answer.body);
  } catch {
    return answer.body.toString('base64');
  }
}
