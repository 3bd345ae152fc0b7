import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';
import type { CallTarget } from './target.ts';

/** Notes when integrations were last used: one statement for many, and for each at most once a minute. */
export async function stampUses(orm: Orm, targets: readonly CallTarget[]): Promise<void> {
  if (targets.length === 0) return;
  const rows = targets.map(({ integrationId, holds }) => {
    holds.lastUsedAt = holds.usedAt;
    return { id: integrationId, at: new Date(holds.usedAt).toISOString() };
  });
  await sql`
    update integration_configs c set last_used_at = v.at
    from (select id, max(at) as at from json_to_recordset(${JSON.stringify(rows)}::json)
      as v(id uuid, at timestamptz) group by id) v
    where c.id = v.id and (c.last_used_at is null or c.last_used_at < v.at)`.execute(
    orm.em.fork().getKysely(),
  );
}
