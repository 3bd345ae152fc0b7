import { MikroORM } from '@mikro-orm/postgresql';
import { HealthCheck, IntegrationConfig, ormConfig } from '@patchbay/db';
import { providerKeys } from '@patchbay/providers';
import { type DatabaseConnection, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import { ensureAllIntegrations, ensureIntegrations } from './ensure.ts';
import * as integrations from './index.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const em = () => world.runtime.orm.em.fork();
const minute = 60_000;

async function checked(
  tenant: Tenant,
  provider: string,
  minutesAgo: number,
  health: 'ok' | 'error' | 'degraded',
  latencyMs = 10,
) {
  const inner = em();
  const row = await inner.findOneOrFail(IntegrationConfig, { organizationId: tenant.id, provider });
  const slot = new Date(world.clock.now().getTime() - minutesAgo * minute);
  inner.create(HealthCheck, {
    integration: row.id,
    organizationId: tenant.id,
    slot,
    trigger: 'schedule',
    health,
    message: 'as stored',
    latencyMs,
    stages: [],
    checkedAt: slot,
  });
  await inner.flush();
}

describe('list', () => {
  it('shows every provider of the catalog once, ordered by its key', async () => {
    const tenant = await world.organization();
    const views = await integrations.list(await tenant.as('member'), {});
    expect(views.map(({ provider }) => provider)).toEqual([...providerKeys].sort());
    expect(views.every(({ status }) => status === 'not_configured')).toBe(true);
  });

  it('narrows by category, status and words', async () => {
    const tenant = await world.organization();
    const admin = await tenant.as('admin');
    const settings = { subdomain: 'acme', apiToken: 'a-token-of-some-length' };
    await integrations.configure(admin, { provider: 'syncro', settings, label: 'Service desk' });
    const keys = async (input: Parameters<typeof integrations.list>[1]) =>
      (await integrations.list(admin, input)).map(({ provider }) => provider);
    expect(await keys({ category: 'wiki' })).toEqual(['mediawiki']);
    expect(await keys({ category: 'nothing' })).toEqual([]);
    expect(await keys({ status: 'configured' })).toEqual(['syncro']);
    expect(await keys({ search: 'DESK syncro' })).toEqual(['syncro']);
    expect(await keys({ search: '  ' })).toHaveLength(providerKeys.length);
  });

  it('ignores rows of providers that left the catalog', async () => {
    const tenant = await world.organization();
    const inner = em();
    const gone = { organizationId: tenant.id, provider: 'bygone', label: 'Bygone' };
    const row = inner.create(IntegrationConfig, gone);
    await inner.flush();
    const admin = await tenant.as('admin');
    const views = await integrations.list(admin, {});
    expect(views.map(({ provider }) => provider)).not.toContain('bygone');
    for (const verb of [integrations.get, integrations.toggle, integrations.remove]) {
      await expect(verb(admin, { id: row.id })).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('shows the worst check of each half hour of the last day', async () => {
    const tenant = await world.organization();
    await checked(tenant, 'syncro', 5, 'ok');
    await checked(tenant, 'syncro', 35, 'ok');
    await checked(tenant, 'syncro', 40, 'error');
    await checked(tenant, 'syncro', 23 * 60, 'degraded');
    await checked(tenant, 'syncro', 26 * 60, 'error');
    await checked(tenant, 'msp360', 5, 'error');
    const views = await integrations.list(await tenant.as('member'), {});
    const heartbeat = views.find(({ provider }) => provider === 'syncro')?.heartbeat;
    expect(heartbeat).toMatchObject({ bucketMinutes: 30, checks: 4, failures: 1 });
    expect(heartbeat?.buckets).toHaveLength(48);
    const seen = heartbeat?.buckets.flatMap((bucket, index) =>
      bucket === 'none' ? [] : [[index, bucket]],
    );
    // The clock stands at 09:00, so the newest bucket has just begun.
    expect(seen).toEqual([
      [1, 'degraded'],
      [45, 'error'],
      [46, 'ok'],
    ]);
  });
});

describe('health', () => {
  it('answers uptime, median latency and the newest checks of the span', async () => {
    const tenant = await world.organization();
    await checked(tenant, 'syncro', 10, 'ok', 30);
    await checked(tenant, 'syncro', 20, 'error', 10);
    await checked(tenant, 'syncro', 30, 'degraded', 20);
    await checked(tenant, 'syncro', 90, 'ok', 1_000);
    const member = await tenant.as('member');
    const history = await integrations.health(member, { provider: 'syncro', hours: 1, limit: 2 });
    expect(history.uptime).toBeCloseTo(2 / 3);
    expect(history.medianLatencyMs).toBe(20);
    expect(history.heartbeat).toMatchObject({ bucketMinutes: 1.25, checks: 3, failures: 1 });
    expect(history.checks.map(({ latencyMs }) => latencyMs)).toEqual([30, 10]);
  });

  it('answers null where there is nothing to measure', async () => {
    const tenant = await world.organization();
    const history = await integrations.health(await tenant.as('member'), { provider: 'obs' });
    expect(history).toMatchObject({ uptime: null, medianLatencyMs: null, checks: [] });
  });
});

describe('pre-created rows', () => {
  it('are completed for all organizations at once and left alone where they are', async () => {
    const [one, two] = [await world.organization(), await world.organization()];
    const admin = await one.as('admin');
    await integrations.update(admin, { provider: 'obs', label: 'Kept' });
    await em().nativeDelete(IntegrationConfig, { organizationId: one.id, provider: 'syncro' });
    await em().nativeDelete(IntegrationConfig, { organizationId: two.id });
    const missing = 1 + providerKeys.length;
    expect(await ensureAllIntegrations(world.runtime.orm)).toBe(missing);
    expect(await ensureAllIntegrations(world.runtime.orm)).toBe(0);
    await ensureIntegrations(em(), one.id);
    const views = await integrations.list(admin, {});
    expect(views).toHaveLength(providerKeys.length);
    expect(views.find(({ provider }) => provider === 'obs')?.label).toBe('Kept');
  });
});

describe('with many other tenants', () => {
  const addTenants = (count: number) =>
    sql`
    with founded as (
      insert into auth.organization (id, name, slug, "createdAt")
      select gen_random_uuid(), 'Other', gen_random_uuid()::text, now() from generate_series(1, ${count})
      returning id)
    insert into integration_configs (organization_id, provider, label, status)
    select f.id, p, p, 'active' from founded f
    cross join unnest(${[...providerKeys]}::text[]) p`.execute(em().getKysely());

  it('list asks the database three questions, whether they have 1 row or 10,000', async () => {
    let questions = 0;
    const counted = await MikroORM.init({
      ...ormConfig({ url: world.url }),
      onCreateConnection: async (opened) => {
        const connection = opened as DatabaseConnection;
        const execute = connection.executeQuery.bind(connection);
        connection.executeQuery = (query) => {
          questions += 1;
          return execute(query);
        };
      },
    });
    try {
      const tenant = await world.organization();
      const member = await tenant.as('member');
      const watched = { ...member, runtime: { ...member.runtime, orm: counted } };
      const ask = async () => {
        questions = 0;
        const views = await integrations.list(watched, {});
        return { questions, rows: views.length };
      };
      const alone = await ask();
      await addTenants(Math.ceil(10_000 / providerKeys.length));
      expect(await em().count(IntegrationConfig, {})).toBeGreaterThan(10_000);
      expect(await ask()).toEqual(alone);
      expect(alone).toEqual({ questions: 3, rows: providerKeys.length });
    } finally {
      await counted.close();
    }
  });
});
