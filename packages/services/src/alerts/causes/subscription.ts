import type { DisabledReason } from '@patchbay/db';
import { sql } from 'kysely';
import { disabledSentences } from '../../deliveries/disable.ts';
import type { ReadCauses } from './cause.ts';
import { ms, within } from './scope.ts';

type Row = {
  id: string;
  organizationId: string;
  name: string;
  reason: DisabledReason;
  sinceMs: number;
};

/** Subscriptions that ended by themselves; what a person switched off is no news. */
export const readSubscriptions: ReadCauses = async (em, scope) => {
  const { rows } = await sql<Row>`
    select s.id, s.organization_id as "organizationId", s.name, s.disabled_reason as reason,
      ${ms(sql`s.disabled_at`)} as "sinceMs"
    from webhook_subscriptions s
    where not s.enabled and s.disabled_reason <> 'manual' and ${within(sql`s.organization_id`, scope)}`.execute(
    em.getKysely(),
  );
  return rows.map(({ id, organizationId, name, reason, sinceMs }) => ({
    organizationId,
    cause: `subscription:${id}`,
    kind: 'subscription',
    severity: 'critical',
    integrationId: null,
    subjectId: id,
    subjectName: name,
    reason,
    what: 'Nothing is delivered to it any more.',
    why: disabledSentences[reason],
    since: new Date(sinceMs),
    opens: true,
  }));
};
