import { defineEntity, p } from '@mikro-orm/core';
import { healthReasons, healthResults, type StageReport } from '@patchbay/core';
import { tenant } from './columns.ts';
import { IntegrationConfig } from './integration-config.entity.ts';

export const checkTriggers = ['schedule', 'manual'] as const;
export type CheckTrigger = (typeof checkTriggers)[number];

/**
 * One row per check, partitioned by the day of `slot`: the scheduled moment, or for a check on demand the
 * moment itself. (integration, slot) is the key, which is what makes a slot count once.
 */
const HealthCheckSchema = defineEntity({
  name: 'HealthCheck',
  tableName: 'integration_health_checks',
  indexes: [{ properties: ['organizationId', 'slot'] }],
  properties: {
    integration: p
      .manyToOne(IntegrationConfig)
      .mapToPk()
      .primary()
      .fieldName('integration_id')
      .deleteRule('cascade'),
    slot: p.datetime().primary(),
    ...tenant,
    trigger: p.enum(checkTriggers),
    health: p.enum(healthResults),
    reason: p.enum(healthReasons).nullable(),
    message: p.text(),
    latencyMs: p.integer(),
    stages: p.json<StageReport[]>(),
    checkedAt: p.datetime(),
  },
});
export class HealthCheck extends HealthCheckSchema.class {}
HealthCheckSchema.setClass(HealthCheck);
