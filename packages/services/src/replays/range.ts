import type { EventFilter, ReplayFilter } from '@patchbay/db';
import { type RawBuilder, sql } from 'kysely';
import { likePattern } from '../deliveries/filter.ts';

const hourMs = 3_600_000;

/** An event passes (`m` is its message), in SQL as `wants` has it. */
export function passesFilter({ sources, providers, types, channels }: EventFilter) {
  const conditions = [sql`true`];
  if (sources.length > 0) conditions.push(sql`m.source = any(${sources}::uuid[])`);
  if (providers.length > 0) conditions.push(sql`m.provider = any(${providers}::text[])`);
  if (channels.length > 0) conditions.push(sql`m.channel = any(${channels}::text[])`);
  if (types.length > 0) conditions.push(sql`m.type like any(${types.map(likePattern)}::text[])`);
  return sql.join(conditions, sql` and `);
}

export type Range = {
  organizationId: string;
  filter: ReplayFilter;
  /** With its own filter: what it does not want is not sent to it, in a replay either. */
  subscription: { id: string; filter: EventFilter } | null;
};

/** The messages (`m`) of a range. */
export function inRange({ organizationId, filter, subscription }: Range): RawBuilder<unknown> {
  const from = new Date(filter.from);
  // Numbered soon after receipt, and never before it but for the clocks of two machines.
  const numberedFrom = new Date(from.getTime() - hourMs);
  const conditions = [
    sql`m.organization_id = ${organizationId} and m.created_at >= ${numberedFrom}`,
    sql`m.received_at >= ${from} and m.received_at < ${new Date(filter.until)}`,
    passesFilter(filter),
  ];
  if (subscription) {
    conditions.push(passesFilter(subscription.filter));
    conditions.push(statusIs(filter.status, subscription.id));
  }
  return sql.join(conditions, sql` and `);
}

function statusIs(status: ReplayFilter['status'], subscriptionId: string): RawBuilder<unknown> {
  const arrived = sql`exists (select 1 from webhook_attempts a
    where a.organization_id = m.organization_id and a.event_id = m.event_id
      and a.subscription_id = ${subscriptionId} and a.outcome = 'delivered')`;
  const waits = (state: 'queued' | 'dead') => sql`exists (select 1 from webhook_deliveries d
    where d.subscription_id = ${subscriptionId} and d.event_id = m.event_id and d.state = ${state})`;
  if (status === 'delivered') return arrived;
  if (status === 'dead') return waits('dead');
  if (status === 'undelivered') return sql`not ${arrived} and not ${waits('queued')}`;
  return sql`true`;
}
