import { randomUUID } from 'node:crypto';
import { type BodyHead, type CallRecord, timingsOf } from './record.ts';
import { redactEndpoint, redactText } from './redact-text.ts';

/** A row of `integration_call_logs`, by the names of its columns. */
export type LogRow = Record<string, string | number | null | object>;

const longestEndpoint = 2_000;
const rounded = (ms: number): number => Math.round(ms * 100) / 100;

/** Makes the row of a finished call. This is where bodies and addresses lose their secrets; nothing else stores them. */
export function toLogRow(record: CallRecord): LogRow {
  const { target, principal } = record;
  const { actor } = principal;
  const timings = timingsOf(record);
  const endpoint = redactEndpoint(record.endpoint || '/', target.redaction);
  return {
    id: orderedId(record.createdAt),
    created_at: new Date(record.createdAt).toISOString(),
    organization_id: target.organizationId,
    integration_id: target.integrationId,
    user_id: actor.type === 'user' ? actor.id : null,
    actor: { type: actor.type, id: actor.id, name: actor.name },
    provider: target.provider.key,
    method: record.method,
    endpoint: storable(endpoint.slice(0, longestEndpoint)),
    status: statusOf(record),
    http_status: record.httpStatus || null,
    latency_ms: rounded(timings.totalMs),
    queue_ms: rounded(timings.queueMs),
    connect_ms: rounded(timings.connectMs),
    upstream_ms: rounded(timings.upstreamMs),
    overhead_ms: rounded(timings.overheadMs),
    correlation_id: record.correlationId,
    request_truncated: record.request && textOf(record.request, target.redaction),
    response_truncated: record.response && textOf(record.response, target.redaction),
    error_code: record.errorCode,
    error_message: record.errorMessage && storable(record.errorMessage),
  };
}

let count = 0;

/**
 * A UUID of version 7 (RFC 9562): rows of one process sort in the order they were made, and an index of them grows
 * at its end.
 */
function orderedId(createdAt: number): string {
  count = (count + 1) % 0x1000;
  const time = createdAt.toString(16).padStart(12, '0');
  const number = count.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${number}-${randomUUID().slice(19)}`;
}

function statusOf(record: CallRecord): 'ok' | 'error' | 'canceled' {
  if (record.errorCode === 'canceled') return 'canceled';
  return record.errorCode !== null || record.httpStatus >= 400 ? 'error' : 'ok';
}

function textOf(head: BodyHead, redaction: CallRecord['target']['redaction']): string | null {
  if (head.total === 0) return null;
  if (head.encoding !== '' && head.encoding !== 'identity')
    return `[${head.total} bytes, ${/^[\w, -]{1,40}$/.test(head.encoding) ? head.encoding : 'encoded'}]`;
  const whole = head.chunks.length === 1 ? head.chunks[0] : Buffer.concat(head.chunks);
  const text = redactText(whole?.toString('utf8') ?? '', head.type, redaction);
  const cut = head.total > head.kept ? `… [${head.total} bytes]` : '';
  return storable(text + cut);
}

/** PostgreSQL keeps no NUL in text. */
const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd');
