import type { EntityManager } from '@mikro-orm/postgresql';

/** Tables that are partitioned by day, each with the column the day is of: `partitions.<table>_<yyyymmdd>`. */
const dayColumns = {
  integration_health_checks: 'slot',
  integration_call_logs: 'created_at',
  webhook_events: 'received_at',
  webhook_messages: 'created_at',
  webhook_attempts: 'attempted_at',
} as const;
export type PartitionedTable = keyof typeof dayColumns;
export const partitionedTables = Object.keys(dayColumns) as PartitionedTable[];

/** Any fixed number; held for the making of one partition. */
const partitionLock = 7_262_002;

const dayMs = 86_400_000;
const startOfDay = (moment: Date) => new Date(Math.floor(moment.getTime() / dayMs) * dayMs);
const stamp = (day: Date) => day.toISOString().slice(0, 10).replaceAll('-', '');

/**
 * Creates the partitions of yesterday, today and the next `ahead` days, as far as they are missing. A day whose
 * rows already sit in the default partition stays there: moving them would lock the table.
 */
export async function ensurePartitions(em: EntityManager, now: Date, ahead = 7): Promise<void> {
  const first = startOfDay(now).getTime() - dayMs;
  const days = Array.from({ length: ahead + 2 }, (_, index) => new Date(first + index * dayMs));
  const wanted = partitionedTables.flatMap((table) => days.map((day) => ({ table, day })));
  const missing = await absent(
    em,
    wanted.map(({ table, day }) => `${table}_${stamp(day)}`),
  );
  for (const { table, day } of wanted) {
    if (!missing.has(`${table}_${stamp(day)}`)) continue;
    const until = new Date(day.getTime() + dayMs);
    const column = dayColumns[table];
    // One at a time: a look into the default partition followed by a change of it deadlocks with another one.
    await em.execute(`do $$ begin
      perform pg_advisory_xact_lock(${partitionLock});
      if not exists (select 1 from partitions.${table}_default
          where ${column} >= '${day.toISOString()}' and ${column} < '${until.toISOString()}') then
        create table if not exists partitions.${table}_${stamp(day)} partition of ${table}
          for values from ('${day.toISOString()}') to ('${until.toISOString()}');
      end if;
    end $$`);
  }
}

/** Drops a table's partitions of days before `keepFrom` and answers their names. */
export async function dropPartitionsBefore(
  em: EntityManager,
  table: PartitionedTable,
  keepFrom: Date,
): Promise<string[]> {
  const limit = stamp(startOfDay(keepFrom));
  const names = await partitionNames(em);
  const old = names.filter(
    (name) =>
      name.startsWith(`${table}_`) && /^\d{8}$/.test(name.slice(-8)) && name.slice(-8) < limit,
  );
  for (const name of old) await em.execute(`drop table if exists partitions.${name}`);
  return old;
}

async function absent(em: EntityManager, names: string[]): Promise<Set<string>> {
  const present = new Set(await partitionNames(em));
  return new Set(names.filter((name) => !present.has(name)));
}

async function partitionNames(em: EntityManager): Promise<string[]> {
  const rows = await em.execute<{ tablename: string }[]>(
    `select tablename from pg_tables where schemaname = 'partitions'`,
  );
  return rows.map(({ tablename }) => tablename);
}
