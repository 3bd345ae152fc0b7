import type { EntityManager } from '@mikro-orm/postgresql';
import { statusAfter } from '@patchbay/core';
import { sql } from 'kysely';
import type { FinishedCheck } from './finished-check.ts';

/** Many checks as one JSON parameter, unfolded by PostgreSQL: the statement stays the same for any number. */
const unfolded = (checks: FinishedCheck[]) => sql`jsonb_to_recordset(${JSON.stringify(
  checks.map(({ report, ...check }) => ({
    integration_id: check.integrationId,
    revision: check.revision,
    slot: check.slot,
    trigger: check.trigger,
    checked_at: check.checkedAt,
    health: report.health,
    reason: report.reason,
    message: report.message,
    latency_ms: Math.round(report.latencyMs),
    stages: report.stages,
    status: statusAfter(report.health),
  })),
)}::jsonb) as v(integration_id uuid, revision int, slot timestamptz, trigger text, checked_at timestamptz,
  health text, reason text, message text, latency_ms int, stages jsonb, status text)`;

/**
 * Inserts checks whose settings still stand, in one statement; answers `<integration>/<slot in ms>` of those
 * that are new. A slot that has its check keeps it.
 */
export async function insertChecks(
  em: EntityManager,
  checks: FinishedCheck[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string; slot: string }>`
    insert into integration_health_checks (integration_id, slot, organization_id, trigger, health, reason,
      message, latency_ms, stages, checked_at)
    select v.integration_id, v.slot, c.organization_id, v.trigger, v.health, v.reason,
      v.message, v.latency_ms, v.stages, v.checked_at
    from ${unfolded(checks)}
    join integration_configs c
      on c.id = v.integration_id and c.revision = v.revision and c.status <> 'not_configured'
    order by v.integration_id
    on conflict (integration_id, slot) do nothing
    returning integration_id as id, (extract(epoch from slot) * 1000)::bigint::text as slot`.execute(
    em.getKysely(),
  );
  return new Set(rows.map(({ id, slot }) => `${id}/${slot}`));
}

/**
 * Notes the newest result on integrations whose status it does not change, in one statement; answers the ids it
 * reached, with whether their counts in a row are so young that an alert may be due. A result that is older than the
 * noted one changes nothing, yet counts as reached.
 */
export async function refreshIntegrations(
  em: EntityManager,
  checks: FinishedCheck[],
): Promise<Map<string, boolean>> {
  if (checks.length === 0) return new Map();
  const { rows } = await sql<{ id: string; isYoung: boolean }>`
    update integration_configs c set
      health = case when ${isNewer} then v.health else c.health end,
      health_reason = case when ${isNewer} then v.reason else c.health_reason end,
      error_message = case when ${isNewer} then ${messageKept} else c.error_message end,
      checks_held = case when ${isNewer} then ${isHeld} else c.checks_held end,
      failures_in_row = case when not ${isNewer} then c.failures_in_row
        when ${isFailure} then c.failures_in_row + 1 else 0 end,
      reason_in_row = case when not ${isNewer} then c.reason_in_row
        when ${isFailure} and v.reason is not distinct from c.health_reason then c.reason_in_row + 1
        when ${isFailure} then 1 else 0 end,
      successes_in_row = case when not ${isNewer} then c.successes_in_row
        when ${isFailure} then 0 else c.successes_in_row + 1 end,
      last_health_check = greatest(c.last_health_check, v.checked_at)
    from ${unfolded(checks)}
    where c.id = v.integration_id and c.revision = v.revision and c.status = v.status
    returning c.id, (c.failures_in_row between 1 and 20 or c.successes_in_row between 1 and 20)
      as "isYoung"`.execute(em.getKysely());
  return new Map(rows.map(({ id, isYoung }) => [id, isYoung]));
}

/** `degraded` works, so it counts as a good check. */
const isFailure = sql`(v.health = 'error')`;
const isNewer = sql`(c.last_health_check is null or c.last_health_check <= v.checked_at)`;
const messageKept = sql`(case when v.health = 'ok' then null else v.message end)`;
/** Only an error holds: a degraded service has accepted the credentials. */
const isHeld = sql`(v.health = 'error' and v.reason is not distinct from 'auth')`;
