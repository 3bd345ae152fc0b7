import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';

/** Forgets what waits or was given up whose event is not kept any more. Answers how many. */
export async function pruneDeliveries({ orm }: { orm: Orm }, keepFrom: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from webhook_deliveries where message_created_at < ${keepFrom}`.execute(
    orm.em.fork().getKysely(),
  );
  return Number(numAffectedRows ?? 0);
}
