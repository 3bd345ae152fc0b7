import { sql } from 'kysely';
import type { ReadCauses } from './cause.ts';
import { ms, within } from './scope.ts';

type Row = {
  organizationId: string;
  integrationId: string;
  label: string;
  count: number;
  sinceMs: number;
};

/** Systems whose accounts differ from what stands here: one alert each. What somebody ignores is left out. */
export const readDrift: ReadCauses = async (em, scope) => {
  const { rows } = await sql<Row>`
    select d.organization_id as "organizationId", c.id as "integrationId", c.label, count(*)::int as count,
      ${ms(sql`min(d.found_at)`)} as "sinceMs"
    from account_drift d
    join integration_configs c on c.organization_id = d.organization_id and c.provider = d.provider
    where d.resolved_at is null and d.ignored_at is null and c.enabled
      and ${within(sql`d.organization_id`, scope)}
    group by d.organization_id, c.id, c.label`.execute(em.getKysely());
  return rows.map(({ organizationId, integrationId, label, count, sinceMs }) => ({
    organizationId,
    cause: `drift:${integrationId}`,
    kind: 'drift',
    severity: 'notice',
    integrationId,
    subjectId: null,
    subjectName: label,
    reason: 'differs',
    what: count === 1 ? 'One account differs.' : `${count} accounts differ.`,
    why: 'The system holds other accounts than Patchbay knows of, or in another state.',
    since: new Date(sinceMs),
    opens: true,
  }));
};
