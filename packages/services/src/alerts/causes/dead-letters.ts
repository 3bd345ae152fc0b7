import { sql } from 'kysely';
import type { ReadCauses } from './cause.ts';
import { ms, within } from './scope.ts';

type Row = {
  id: string;
  organizationId: string;
  name: string;
  count: number;
  lastError: string | null;
  sinceMs: number;
};

/** Subscriptions with events that were given up: one alert each, however many events. */
export const readDeadLetters: ReadCauses = async (em, scope) => {
  const { rows } = await sql<Row>`
    select s.id, s.organization_id as "organizationId", s.name, count(*)::int as count,
      (array_agg(d.last_error order by d.id desc))[1] as "lastError",
      ${ms(sql`min(coalesce(d.last_attempt_at, d.created_at))`)} as "sinceMs"
    from webhook_deliveries d join webhook_subscriptions s on s.id = d.subscription_id
    where d.state = 'dead' and ${within(sql`d.organization_id`, scope)} group by s.id`.execute(
    em.getKysely(),
  );
  return rows.map(({ id, organizationId, name, count, lastError, sinceMs }) => ({
    organizationId,
    cause: `dead_letters:${id}`,
    kind: 'dead_letters',
    severity: 'warning',
    integrationId: null,
    subjectId: id,
    subjectName: name,
    reason: 'given_up',
    what: count === 1 ? 'An event was given up.' : `${count} events were given up.`,
    why: lastError ?? 'Every attempt to deliver failed.',
    since: new Date(sinceMs),
    opens: true,
  }));
};
