import type { HealthReason } from '@patchbay/core';
import { sql } from 'kysely';
import { healthRules } from '../../repairs/diagnose.ts';
import type { Cause, ReadCauses } from './cause.ts';
import { ms, within } from './scope.ts';

type Row = {
  integrationId: string;
  organizationId: string;
  label: string;
  reason: HealthReason | null;
  message: string | null;
  isFailing: boolean;
  isDue: boolean;
  isReasonDue: boolean;
  openReason: HealthReason | null;
  sinceMs: number;
};

/**
 * Integrations whose checks fail. One failure opens an alert only where no further check follows by itself: refused
 * credentials. An open alert lasts until enough checks in a row were good, and keeps its reason until another has
 * stood as long. What is switched off bothers nobody; a broken connection has a cause of its own.
 */
export const readHealth: ReadCauses = async (em, scope) => {
  const { rows } = await sql<Row>`
    select c.id as "integrationId", c.organization_id as "organizationId", c.label,
      c.health_reason as reason, c.error_message as message, c.status = 'error' as "isFailing",
      c.status = 'error' and (c.checks_held or c.failures_in_row >= coalesce(r.open_after, 3)) as "isDue",
      c.status = 'error' and (c.checks_held or c.reason_in_row >= coalesce(r.open_after, 3)) as "isReasonDue",
      a.reason as "openReason", ${ms(sql`c.status_changed_at`)} as "sinceMs"
    from (select id from integration_configs where status = 'error'
        union select integration_id from alerts where kind = 'health' and closed_at is null) due
    join integration_configs c on c.id = due.id
    left join alert_rules r on r.organization_id = c.organization_id
    left join alerts a on a.organization_id = c.organization_id and a.integration_id = c.id
      and a.kind = 'health' and a.closed_at is null
    where c.enabled and c.status <> 'not_configured' and ${within(sql`c.organization_id`, scope)}
      and (c.status = 'error' or (a.id is not null and c.successes_in_row < coalesce(r.close_after, 2)))
      and not exists (
        select 1 from integration_credentials k where k.integration_id = c.id and k.broken_at is not null)`.execute(
    em.getKysely(),
  );
  return rows.map(toCause);
};

function toCause(row: Row): Cause {
  const current = row.reason ?? 'provider';
  const isMoved = row.isFailing && row.openReason !== current && row.isReasonDue;
  const reason = row.openReason && !isMoved ? row.openReason : current;
  const { severity, what } = healthRules[reason];
  return {
    organizationId: row.organizationId,
    cause: `health:${row.integrationId}:${reason}`,
    kind: 'health',
    severity,
    integrationId: row.integrationId,
    subjectId: null,
    subjectName: row.label,
    reason,
    what,
    why: row.message ?? 'The last check failed.',
    since: new Date(row.sinceMs),
    opens: row.openReason ? isMoved : row.isDue,
  };
}
