import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '@patchbay/core';
import { tenant } from './columns.ts';
import { IntegrationConfig } from './integration-config.entity.ts';

export const callStatuses = ['ok', 'error', 'canceled'] as const;
export type CallStatus = (typeof callStatuses)[number];

/** One outbound call, partitioned by the day of `createdAt`. Bodies are redacted and truncated. Milliseconds. */
const CallLogSchema = defineEntity({
  name: 'CallLog',
  tableName: 'integration_call_logs',
  indexes: [
    { properties: ['organizationId', 'createdAt'] },
    { properties: ['integration', 'createdAt'] },
    { properties: ['organizationId', 'correlationId'] },
  ],
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    createdAt: p.datetime().primary(),
    ...tenant,
    integration: p
      .manyToOne(IntegrationConfig)
      .mapToPk()
      .fieldName('integration_id')
      .deleteRule('cascade')
      .index(false),
    userId: p.uuid().nullable(),
    actor: p.json<Actor>(),
    provider: p.text(),
    method: p.text(),
    endpoint: p.text(),
    status: p.enum(callStatuses),
    httpStatus: p.integer().nullable(),
    latencyMs: p.float(),
    queueMs: p.float(),
    connectMs: p.float(),
    upstreamMs: p.float(),
    overheadMs: p.float(),
    correlationId: p.text(),
    requestTruncated: p.text().nullable(),
    responseTruncated: p.text().nullable(),
    errorCode: p.text().nullable(),
    errorMessage: p.text().nullable(),
  },
});
export class CallLog extends CallLogSchema.class {}
CallLogSchema.setClass(CallLog);
