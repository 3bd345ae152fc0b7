import type { CallLog } from '@patchbay/db';
import type { CallView } from './schemas.ts';

/** What the list shows; bodies are not among it, so they are not read for it. */
export type CallRow = Pick<
  CallLog,
  | 'id'
  | 'createdAt'
  | 'integration'
  | 'provider'
  | 'actor'
  | 'method'
  | 'endpoint'
  | 'status'
  | 'httpStatus'
  | 'correlationId'
  | 'errorCode'
  | 'errorMessage'
  | 'latencyMs'
  | 'queueMs'
  | 'connectMs'
  | 'upstreamMs'
  | 'overheadMs'
>;

export const toCallView = (row: CallRow): CallView => ({
  id: row.id,
  createdAt: row.createdAt,
  integrationId: row.integration,
  provider: row.provider,
  actor: { type: row.actor.type, id: row.actor.id, name: row.actor.name },
  method: row.method,
  endpoint: row.endpoint,
  status: row.status,
  httpStatus: row.httpStatus ?? null,
  correlationId: row.correlationId,
  errorCode: row.errorCode ?? null,
  errorMessage: row.errorMessage ?? null,
  timings: {
    totalMs: row.latencyMs,
    queueMs: row.queueMs,
    connectMs: row.connectMs,
    upstreamMs: row.upstreamMs,
    overheadMs: row.overheadMs,
  },
});
