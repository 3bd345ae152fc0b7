import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '@patchbay/core';
import { identity, tenant } from './columns.ts';

/** Append-only (a trigger refuses UPDATE and DELETE); each row carries the hash of the one before it. */
const AuditLogSchema = defineEntity({
  name: 'AuditLog',
  tableName: 'integration_audit_logs',
  uniques: [{ properties: ['organizationId', 'sequence'] }],
  indexes: [
    {
      name: 'integration_audit_logs_subject_index',
      properties: ['organizationId', 'subjectType', 'subjectId', 'sequence'],
    },
  ],
  properties: {
    ...identity,
    ...tenant,
    /** 1, 2, 3 … within the organization, so that a removed row leaves a gap. */
    sequence: p.integer(),
    action: p.text(),
    subjectType: p.text(),
    subjectId: p.text(),
    provider: p.text().nullable(),
    actor: p.json<Actor>(),
    requestId: p.text(),
    details: p.json<Record<string, unknown>>(),
    previousHash: p.text(),
    hash: p.text(),
    createdAt: p.datetime(),
  },
});
export class AuditLog extends AuditLogSchema.class {}
AuditLogSchema.setClass(AuditLog);
