import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HealthCheck, IntegrationConfig, Organization } from './entities/index.ts';
import { type Orm, openOrm } from './orm.ts';
import { dropPartitionsBefore, ensurePartitions } from './partitions.ts';
import { query, testDatabase } from './testing/database.ts';

const table = 'integration_health_checks';
const noon = new Date('2031-05-10T12:00:00Z');

async function open() {
  const url = await testDatabase({ migrated: true });
  const orm = await openOrm({ url, poolSize: 2 });
  onTestFinished(() => orm.close());
  const partitions = async () => {
    const rows = await query<{ name: string }>(
      url,
      `select tablename as name from pg_tables where schemaname = 'partitions' and tablename ~ '^${table}_2031' order by 1`,
    );
    return rows.map(({ name }) => name.replace(`${table}_`, ''));
  };
  const partitionOf = async (slot: Date) => {
    const sql = `select tableoid::regclass::text as name from ${table} where slot = $1`;
    const rows = await query<{ name: string }>(url, sql, [slot]);
    return rows.map(({ name }) => name.replace(`partitions.${table}_`, ''));
  };
  return { orm, partitions, partitionOf };
}

async function check(orm: Orm, slot: Date): Promise<void> {
  const em = orm.em.fork();
  const [organizationId, integration] = [randomUUID(), randomUUID()];
  const slug = organizationId;
  await em.insert(Organization, { id: organizationId, name: 'Acme', slug, createdAt: noon });
  const config = { id: integration, organizationId, provider: 'obs', label: 'OBS' };
  await em.insert(IntegrationConfig, config);
  await em.insert(HealthCheck, {
    integration,
    slot,
    organizationId,
    trigger: 'schedule',
    health: 'ok',
    message: '',
    latencyMs: 1,
    stages: [],
    checkedAt: slot,
  });
}

describe('partitions', () => {
  test('are made for yesterday, today and the days ahead, and asking again changes nothing', async () => {
    const { orm, partitions, partitionOf } = await open();
    await ensurePartitions(orm.em.fork(), noon, 2);
    const days = ['20310509', '20310510', '20310511', '20310512'];
    expect(await partitions()).toEqual(days);
    await ensurePartitions(orm.em.fork(), noon, 2);
    expect(await partitions()).toEqual(days);
    const lastMoment = new Date('2031-05-10T23:59:59.999Z');
    await check(orm, lastMoment);
    expect(await partitionOf(lastMoment)).toEqual(['20310510']);
  });

  test('are made once when two processes ask at the same time', async () => {
    const { orm, partitions } = await open();
    const ask = () => ensurePartitions(orm.em.fork(), noon, 0);
    await Promise.all([ask(), ask()]);
    expect(await partitions()).toEqual(['20310509', '20310510']);
  });

  test('keep rows of a day that has none in the default one', async () => {
    const { orm, partitions, partitionOf } = await open();
    await check(orm, noon);
    expect(await partitionOf(noon)).toEqual(['default']);
    await ensurePartitions(orm.em.fork(), noon, 1);
    expect(await partitions()).toEqual(['20310509', '20310511']);
    expect(await partitionOf(noon)).toEqual(['default']);
  });

  test('are dropped with their rows when they are older than what is kept', async () => {
    const { orm, partitions } = await open();
    await ensurePartitions(orm.em.fork(), noon, 1);
    await check(orm, new Date('2031-05-09T08:00:00Z'));
    await check(orm, noon);
    const dropped = await dropPartitionsBefore(orm.em.fork(), table, noon);
    expect(dropped).toContain(`${table}_20310509`);
    expect(await partitions()).toEqual(['20310510', '20310511']);
    const left = await orm.em.fork().find(HealthCheck, {});
    expect(left.map(({ slot }) => slot)).toEqual([noon]);
  });
});
