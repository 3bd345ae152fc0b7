import type { BrokenReason } from '@patchbay/db';
import { sql } from 'kysely';
import { brokenSentences } from '../../connections/broken.ts';
import type { ReadCauses } from './cause.ts';
import { ms, within } from './scope.ts';

type Row = {
  integrationId: string;
  organizationId: string;
  label: string;
  accountName: string;
  reason: BrokenReason;
  sinceMs: number;
};

/** Connections that have to be made again: certain at once, so there is nothing to count. */
export const readConnections: ReadCauses = async (em, scope) => {
  const { rows } = await sql<Row>`
    select c.id as "integrationId", c.organization_id as "organizationId", c.label,
      k.account_name as "accountName", k.broken_reason as reason, ${ms(sql`k.broken_at`)} as "sinceMs"
    from integration_credentials k join integration_configs c on c.id = k.integration_id
    where k.broken_at is not null and c.enabled and ${within(sql`k.organization_id`, scope)}`.execute(
    em.getKysely(),
  );
  return rows.map(({ integrationId, organizationId, label, accountName, reason, sinceMs }) => ({
    organizationId,
    cause: `connection:${integrationId}`,
    kind: 'connection',
    severity: 'critical',
    integrationId,
    subjectId: null,
    subjectName: label,
    reason,
    what: `The connection to ${accountName} does not work any more.`,
    why: brokenSentences[reason],
    since: new Date(sinceMs),
    opens: true,
  }));
};
