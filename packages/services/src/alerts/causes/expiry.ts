import { sql } from 'kysely';
import type { ReadCauses } from './cause.ts';
import { ms, within } from './scope.ts';

type Row = {
  integrationId: string;
  organizationId: string;
  label: string;
  endsMs: number;
  sinceMs: number;
};

const dayMs = 86_400_000;

/** Grants that end by themselves within the days of the organization's rules. */
export const readExpiries: ReadCauses = async (em, scope) => {
  const ends = sql`case when k.refresh_token is null then k.expires_at else k.refresh_token_expires_at end`;
  const notice = sql`make_interval(days => coalesce(r.expiry_days, 7))`;
  const { rows } = await sql<Row>`
    select c.id as "integrationId", c.organization_id as "organizationId", c.label,
      ${ms(ends)} as "endsMs", ${ms(sql`greatest(${ends} - ${notice}, k.connected_at)`)} as "sinceMs"
    from integration_credentials k join integration_configs c on c.id = k.integration_id
    left join alert_rules r on r.organization_id = k.organization_id
    where k.broken_at is null and c.enabled and ${within(sql`k.organization_id`, scope)}
      and coalesce(r.expiry_days, 7) > 0 and ${ends} <= ${scope.now}::timestamptz + ${notice}`.execute(
    em.getKysely(),
  );
  return rows.map(({ integrationId, organizationId, label, endsMs, sinceMs }) => ({
    organizationId,
    cause: `expiry:${integrationId}`,
    kind: 'expiry',
    severity: endsMs - scope.now.getTime() <= dayMs ? 'critical' : 'warning',
    integrationId,
    subjectId: null,
    subjectName: label,
    reason: 'expiring',
    what: `The connection ends on ${new Date(endsMs).toISOString().slice(0, 10)}.`,
    why: 'The provider grants it for a limited time and does not prolong it without consent.',
    since: new Date(sinceMs),
    opens: true,
  }));
};
