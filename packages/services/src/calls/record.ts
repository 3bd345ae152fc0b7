import type { Principal } from '@patchbay/core';
import type { CallErrorCode } from './integration-error.ts';
import type { CallTarget } from './target.ts';

/** One call while it runs, and what is put on record of it. Times are `performance.now()`; 0 is "not yet". */
export type CallRecord = {
  target: CallTarget;
  principal: Principal;
  method: string;
  endpoint: string;
  correlationId: string;
  /** Unix milliseconds. */
  createdAt: number;
  startedAt: number;
  dispatchedAt: number;
  sentAt: number;
  endedAt: number;
  httpStatus: number;
  errorCode: CallErrorCode | null;
  errorMessage: string | null;
  request: BodyHead | null;
  response: BodyHead | null;
};

/** The first bytes of a body that people can read. */
export type BodyHead = {
  type: string;
  encoding: string;
  chunks: Buffer[];
  kept: number;
  total: number;
};

/** Enough to find out what a call was about; more would keep what nobody asked to be kept. */
export const bodyHeadBytes = 4_096;

const readable =
  /^(?:application\/(?:[\w.+-]*\+)?(?:json|xml)|application\/x-www-form-urlencoded|text\/)/i;

/** Prepares to keep the head of a body; `null` when its type is not text. */
export const openHead = (
  type: string | undefined,
  encoding: string | undefined,
): BodyHead | null =>
  type !== undefined && readable.test(type)
    ? { type, encoding: encoding ?? '', chunks: [], kept: 0, total: 0 }
    : null;

/** Keeps what still fits; a copy, because a slice would hold the whole network buffer in memory. */
export function keepHead(head: BodyHead, chunk: Uint8Array): void {
  head.total += chunk.byteLength;
  const room = bodyHeadBytes - head.kept;
  if (room <= 0) return;
  const part = Buffer.from(chunk.subarray(0, room));
  head.chunks.push(part);
  head.kept += part.byteLength;
}

export type Timings = {
  totalMs: number;
  queueMs: number;
  connectMs: number;
  upstreamMs: number;
  overheadMs: number;
};

/** Splits a finished call's time. What never happened took no time; the rest of the whole is our own. */
export function timingsOf(record: CallRecord, upstreamEndedAt = record.endedAt): Timings {
  const totalMs = Math.max(0, record.endedAt - record.startedAt);
  const dispatchedAt = record.dispatchedAt || record.endedAt;
  const queueMs = Math.max(0, dispatchedAt - record.startedAt);
  const sentAt = record.sentAt || (record.dispatchedAt ? upstreamEndedAt : dispatchedAt);
  const connectMs = Math.max(0, sentAt - dispatchedAt);
  const upstreamMs = record.sentAt ? Math.max(0, upstreamEndedAt - sentAt) : 0;
  const overheadMs = Math.max(0, totalMs - queueMs - connectMs - upstreamMs);
  return { totalMs, queueMs, connectMs, upstreamMs, overheadMs };
}
