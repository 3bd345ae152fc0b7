import { sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import type { AlertCountView } from './schemas.ts';

/** How much there is to look at: one query over open alerts. */
export const countAlerts = defineVerb({
  name: 'alerts.count',
  permission: 'settings:read',
  input: z.object({}),
  async run({ runtime, principal }): Promise<AlertCountView> {
    const { organizationId } = principal;
    const { rows } = await sql<AlertCountView>`
      select count(*)::int as open, (count(*) filter (where acknowledged_at is null))::int as unacknowledged,
        (select count(*)::int from alert_channels where organization_id = ${organizationId}
          and enabled and last_error is not null) as "failingChannels"
      from alerts where organization_id = ${organizationId} and closed_at is null`.execute(
      runtime.orm.em.fork().getKysely(),
    );
    return rows[0] ?? { open: 0, unacknowledged: 0, failingChannels: 0 };
  },
});
