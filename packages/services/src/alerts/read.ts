import type { EntityManager } from '@mikro-orm/postgresql';
import type { AlertEnding, AlertKind, AlertSeverity } from '@patchbay/db';
import { type RawBuilder, sql } from 'kysely';
import { ms } from './causes/scope.ts';
import type { AlertView } from './schemas.ts';

type Row = {
  id: string;
  kind: AlertKind;
  severity: AlertSeverity;
  reason: string;
  what: string;
  why: string;
  subjectName: string;
  subjectId: string | null;
  integrationId: string | null;
  provider: string | null;
  sinceMs: number;
  openedMs: number;
  closedMs: number | null;
  ending: AlertEnding | null;
  announcedMs: number | null;
  acknowledgedMs: number | null;
  acknowledgedBy: string | null;
  pending: number;
  sent: number;
  failed: number;
  suppressed: number;
};

/** Alerts of one organization with what became of their messages: one query. */
export async function readAlerts(
  em: EntityManager,
  organizationId: string,
  { where, limit }: { where: RawBuilder<unknown>; limit: number },
): Promise<AlertView[]> {
  const { rows } = await sql<Row>`
    select a.id, a.kind, a.severity, a.reason, a.what, a.why, a.subject_name as "subjectName",
      a.subject_id as "subjectId", a.integration_id as "integrationId", i.provider, a.ending,
      ${ms(sql`a.since`)} as "sinceMs", ${ms(sql`a.opened_at`)} as "openedMs",
      ${ms(sql`a.closed_at`)} as "closedMs", ${ms(sql`a.announced_at`)} as "announcedMs",
      ${ms(sql`a.acknowledged_at`)} as "acknowledgedMs", u.name as "acknowledgedBy",
      n.pending, n.sent, n.failed, n.suppressed
    from alerts a
    left join integration_configs i on i.id = a.integration_id
    left join auth."user" u on u.id = a.acknowledged_by
    cross join lateral (select count(*) filter (where status = 'pending')::int as pending,
        count(*) filter (where status = 'sent')::int as sent,
        count(*) filter (where status = 'failed')::int as failed,
        count(*) filter (where status = 'suppressed')::int as suppressed
      from alert_notifications where alert_id = a.id) n
    where a.organization_id = ${organizationId} and ${where}
    order by a.opened_at desc, a.id desc limit ${limit}`.execute(em.getKysely());
  return rows.map(toView);
}

const momentOf = (at: number | null): Date | null => (at === null ? null : new Date(at));

function toView(row: Row): AlertView {
  const acknowledgedAt = momentOf(row.acknowledgedMs);
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    reason: row.reason,
    what: row.what,
    why: row.why,
    subject: {
      name: row.subjectName,
      integrationId: row.integrationId,
      provider: row.provider,
      id: row.subjectId,
    },
    since: new Date(row.sinceMs),
    openedAt: new Date(row.openedMs),
    closedAt: momentOf(row.closedMs),
    ending: row.ending,
    announcedAt: momentOf(row.announcedMs),
    acknowledged: acknowledgedAt && { at: acknowledgedAt, by: row.acknowledgedBy },
    pending: row.pending,
    sent: row.sent,
    failed: row.failed,
    suppressed: row.suppressed,
  };
}
