import type { EntityManager } from '@mikro-orm/postgresql';
import { HealthCheck } from '@patchbay/db';
import { sql } from 'kysely';
import { defineVerb } from '../kernel/index.ts';
import { requireIntegration } from './find.ts';
import { emptyHeartbeat, heartbeatsOf, type Span, spanOf } from './heartbeat.ts';
import { type CheckView, type HealthHistoryView, IntegrationHealthInput } from './schemas.ts';

/** The checks of the last `hours`: heartbeat, uptime as a share, median latency in ms, the newest ones. Errors: `not_found`. */
export const healthOfIntegration = defineVerb({
  name: 'integrations.health',
  permission: 'settings:read',
  input: IntegrationHealthInput,
  async run(ctx, input): Promise<HealthHistoryView> {
    const em = ctx.runtime.orm.em.fork();
    const { organizationId } = ctx.principal;
    const { row } = await requireIntegration(em, organizationId, input);
    const span = spanOf(ctx.runtime.clock.now(), input.hours);
    const place = { organizationId, integrationId: row.id };
    const beats = await heartbeatsOf(em, place, span);
    const heartbeat = beats.get(row.id) ?? emptyHeartbeat(span);
    const { checks, failures } = heartbeat;
    return {
      heartbeat,
      uptime: checks === 0 ? null : (checks - failures) / checks,
      medianLatencyMs: await medianLatency(em, row.id, span),
      checks: await newestChecks(em, row.id, span, input.limit),
    };
  },
});

async function medianLatency(em: EntityManager, id: string, span: Span): Promise<number | null> {
  const { rows } = await sql<{ median: number | null }>`
    select percentile_cont(0.5) within group (order by latency_ms) as median
    from integration_health_checks
    where integration_id = ${id} and slot >= ${span.from} and slot < ${span.to}`.execute(
    em.getKysely(),
  );
  return rows[0]?.median ?? null;
}

async function newestChecks(
  em: EntityManager,
  integration: string,
  span: Span,
  limit: number,
): Promise<CheckView[]> {
  const rows = await em.find(
    HealthCheck,
    { integration, slot: { $gte: span.from, $lt: span.to } },
    { orderBy: { slot: 'desc' }, limit, disableIdentityMap: true },
  );
  // A check that its slot waited for can be younger than one by hand meanwhile.
  rows.sort((a, b) => b.checkedAt.getTime() - a.checkedAt.getTime());
  return rows.map((row) => ({
    slot: row.slot,
    trigger: row.trigger,
    health: row.health,
    reason: row.reason ?? null,
    message: row.message,
    latencyMs: row.latencyMs,
    stages: row.stages,
    checkedAt: row.checkedAt,
  }));
}
