import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { HeartbeatView } from './schemas.ts';

const bucketCount = 48;

/** A span of time in 48 equal buckets; the newest bucket holds the present moment. */
export type Span = { from: Date; to: Date; bucketMinutes: number };

export function spanOf(now: Date, hours: number): Span {
  const bucketMinutes = (hours * 60) / bucketCount;
  const width = bucketMinutes * 60_000;
  const end = (Math.floor(now.getTime() / width) + 1) * width;
  return { from: new Date(end - bucketCount * width), to: new Date(end), bucketMinutes };
}

type Bucket = {
  integration: string;
  bucket: number;
  checks: number;
  failures: number;
  worst: number;
};
const ranks = ['none', 'ok', 'degraded', 'error'] as const;

export const emptyHeartbeat = ({ from, bucketMinutes }: Span): HeartbeatView => ({
  from,
  bucketMinutes,
  buckets: Array.from({ length: bucketCount }, () => 'none'),
  checks: 0,
  failures: 0,
});

/**
 * Heartbeats by integration id, of all integrations of an organization or of one, in one query. An integration
 * without checks in the span is absent.
 */
export async function heartbeatsOf(
  em: EntityManager,
  place: { organizationId: string; integrationId?: string },
  span: Span,
): Promise<Map<string, HeartbeatView>> {
  const one = place.integrationId ? sql`and integration_id = ${place.integrationId}` : sql``;
  const { rows } = await sql<Bucket>`
    select integration_id as integration, count(*)::int as checks,
      floor(extract(epoch from slot - ${span.from}::timestamptz) / ${span.bucketMinutes * 60}::float8)::int as bucket,
      (count(*) filter (where health = 'error'))::int as failures,
      max(case health when 'error' then 3 when 'degraded' then 2 else 1 end) as worst
    from integration_health_checks
    where organization_id = ${place.organizationId} ${one}
      and slot >= ${span.from} and slot < ${span.to}
    group by integration_id, bucket`.execute(em.getKysely());
  const beats = new Map<string, HeartbeatView>();
  for (const row of rows) {
    const beat = beats.get(row.integration) ?? emptyHeartbeat(span);
    beat.buckets[row.bucket] = ranks[row.worst] ?? 'none';
    beat.checks += row.checks;
    beat.failures += row.failures;
    beats.set(row.integration, beat);
  }
  return beats;
}
