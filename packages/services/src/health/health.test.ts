import { type CheckReport, type HealthReason, slotOf } from '@patchbay/core';
import { AuditLog, HealthCheck, IntegrationConfig } from '@patchbay/db';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as integrations from '../integrations/index.ts';
import { eventChannel, type LiveEvent } from '../kernel/index.ts';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import {
  dueIntegrations,
  type FinishedCheck,
  openForCheck,
  recordChecks,
  runCheck,
} from './index.ts';

const token = 'a-token-nobody-may-read-0001';
const settings = { subdomain: 'acme', apiToken: token };

let world: World;
let slot: Date;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.clock.advance(15 * 60_000);
  slot = slotOf(world.clock.now(), 15);
  world.upstream.tokens = new Set([token]);
});
/** Every test starts with nothing due. */
afterEach(() => em().nativeUpdate(IntegrationConfig, {}, { enabled: false }));

const em = () => world.runtime.orm.em.fork();

async function configured(count = 1) {
  const tenants = await Promise.all(Array.from({ length: count }, () => world.organization()));
  const ids = [];
  for (const tenant of tenants) {
    const view = await integrations.configure(tenant.system(), { provider: 'syncro', settings });
    ids.push(view.id);
  }
  return { tenants, ids };
}

async function one() {
  const { tenants, ids } = await configured();
  const [tenant] = tenants as [Tenant];
  const [id] = ids as [string];
  return { tenant, id, row: () => em().findOneOrFail(IntegrationConfig, { id }) };
}

const ok: CheckReport = { health: 'ok', reason: null, message: 'fine', latencyMs: 12, stages: [] };
const failed = (reason: HealthReason): CheckReport => ({
  ...ok,
  health: 'error',
  reason,
  message: `because of ${reason}`,
});

async function finished(id: string, report: CheckReport, at = slot): Promise<FinishedCheck> {
  const row = await em().findOneOrFail(IntegrationConfig, { id });
  return {
    integrationId: id,
    organizationId: row.organizationId,
    provider: row.provider,
    revision: row.revision,
    slot: at,
    trigger: 'schedule',
    checkedAt: new Date(at.getTime() + 1_000),
    report,
  };
}

const after = (minutes: number) => new Date(slot.getTime() + minutes * 60_000);
const dueIds = async (at = slot) =>
  (await dueIntegrations(world.runtime, at, { limit: 100 })).map((due) => due.integrationId);
const trail = async (tenant: Tenant) =>
  (await em().find(AuditLog, { organizationId: tenant.id }, { orderBy: { sequence: 1 } })).slice(1);

describe('dueIntegrations', () => {
  it('finds configured ones that have no check in the slot, and no others', async () => {
    const { tenants, ids } = await configured(5);
    const [asIs, paused, held, done, removed] = ids as [string, string, string, string, string];
    await em().nativeUpdate(IntegrationConfig, { id: paused }, { enabled: false });
    await em().nativeUpdate(IntegrationConfig, { id: held }, { checksHeld: true });
    await recordChecks(world.runtime, [await finished(done, ok)]);
    await integrations.remove((tenants[4] as Tenant).system(), { id: removed });
    const obs = { provider: 'obs', settings: { host: 'studio.local' } };
    await integrations.configure((tenants[0] as Tenant).system(), obs);
    expect(await dueIds()).toEqual([asIs]);
    expect((await dueIds(after(15))).sort()).toEqual([asIs, done].sort());
  });

  it('comes in pages that neither repeat nor skip', async () => {
    const { ids } = await configured(5);
    const seen: string[] = [];
    for (;;) {
      const page = await dueIntegrations(world.runtime, slot, { limit: 2, after: seen.at(-1) });
      seen.push(...page.map(({ integrationId }) => integrationId));
      if (page.length < 2) break;
    }
    expect(seen).toEqual([...ids].sort());
  });
});

describe('openForCheck', () => {
  it('opens settings of many organizations, ready to be checked', async () => {
    const { ids } = await configured(3);
    const ready = await openForCheck(world.runtime, slot, ids);
    expect(ready.map(({ integrationId }) => integrationId).sort()).toEqual([...ids].sort());
    expect(ready.map((check) => check.settings)).toEqual([settings, settings, settings]);
    const [first] = ready;
    expect(first && (await runCheck(world.runtime, first))).toMatchObject({ health: 'ok' });
  });

  it('leaves out what was switched off, removed or checked since it was due', async () => {
    const { tenants, ids } = await configured(4);
    const [off, removed, done, stays] = ids as [string, string, string, string];
    await integrations.toggle((tenants[0] as Tenant).system(), { id: off });
    await integrations.remove((tenants[1] as Tenant).system(), { id: removed });
    await recordChecks(world.runtime, [await finished(done, ok)]);
    const ready = await openForCheck(world.runtime, slot, ids);
    expect(ready.map(({ integrationId }) => integrationId)).toEqual([stays]);
  });

  it('turns settings that do not open into a report instead of failing the batch', async () => {
    const { ids } = await configured(2);
    const [broken] = ids as [string];
    const stored = { ...settings, apiToken: 'not sealed at all' };
    await em().nativeUpdate(IntegrationConfig, { id: broken }, { settings: stored });
    const ready = await openForCheck(world.runtime, slot, ids);
    const reports = await Promise.all(ready.map((check) => runCheck(world.runtime, check)));
    expect(reports.map(({ reason }) => reason).sort()).toEqual(['misconfigured', null].sort());
  });
});

describe('recordChecks', () => {
  it('makes a configured integration active, with an audit row of the health part', async () => {
    const { tenant, id, row } = await one();
    const recorded = await recordChecks(world.runtime, [await finished(id, ok)]);
    expect(recorded).toMatchObject([
      { outcome: 'recorded', moved: { from: 'configured', to: 'active' } },
    ]);
    expect(await row()).toMatchObject({ status: 'active', health: 'ok', errorMessage: null });
    expect(await trail(tenant)).toMatchObject([
      {
        action: 'health_ok',
        actor: { type: 'system', id: 'health' },
        details: { before: { status: 'configured' }, after: { status: 'active' } },
      },
    ]);
  });

  it('records an error and its end once each, however often they are seen', async () => {
    const { tenant, id, row } = await one();
    const reports = [ok, failed('unreachable'), failed('provider'), ok, ok];
    for (const [index, report] of reports.entries()) {
      await recordChecks(world.runtime, [await finished(id, report, after(15 * index))]);
    }
    expect((await trail(tenant)).map(({ action }) => action)).toEqual([
      'health_ok',
      'health_error',
      'health_recovered',
    ]);
    expect(await row()).toMatchObject({ status: 'active', health: 'ok', healthReason: null });
    expect(await em().count(HealthCheck, { integration: id })).toBe(5);
  });

  it('lets checks that finish together settle one after another', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, row, tenant } = await one();
      const checks = await Promise.all(
        [0, 1, 2, 3].map((index) => finished(id, ok, new Date(slot.getTime() + index))),
      );
      const recorded = await Promise.all(
        checks.map((check) => recordChecks(world.runtime, [check])),
      );
      expect(recorded.flat().map(({ outcome }) => outcome)).toEqual(Array(4).fill('recorded'));
      expect(await row()).toMatchObject({ status: 'active' });
      expect(await trail(tenant)).toHaveLength(1);
    }
  });

  it('keeps a degraded integration active and says why', async () => {
    const { id, row } = await one();
    const degraded: CheckReport = { ...ok, health: 'degraded', reason: 'rate_limited' };
    await recordChecks(world.runtime, [await finished(id, degraded)]);
    expect(await row()).toMatchObject({
      status: 'active',
      health: 'degraded',
      healthReason: 'rate_limited',
      errorMessage: 'fine',
      checksHeld: false,
    });
  });

  it('holds further checks after refused credentials, and only then', async () => {
    const { id, row } = await one();
    await recordChecks(world.runtime, [await finished(id, failed('unreachable'))]);
    expect((await row()).checksHeld).toBe(false);
    await recordChecks(world.runtime, [await finished(id, failed('auth'), after(15))]);
    expect(await row()).toMatchObject({ status: 'error', checksHeld: true });
    expect(await dueIds(after(30))).toEqual([]);
    await recordChecks(world.runtime, [await finished(id, ok, after(20))]);
    expect(await row()).toMatchObject({ status: 'active', checksHeld: false });
  });

  it('counts a slot once, whoever comes second', async () => {
    const { tenant, id, row } = await one();
    const check = await finished(id, ok);
    const late = await finished(id, failed('auth'));
    const [first, second] = await Promise.all([
      recordChecks(world.runtime, [check]),
      recordChecks(world.runtime, [check]),
    ]);
    const outcomes = [...first, ...second].map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(['ignored', 'recorded']);
    expect(await recordChecks(world.runtime, [late])).toMatchObject([{ outcome: 'ignored' }]);
    expect(await row()).toMatchObject({ status: 'active', checksHeld: false });
    expect(await em().count(HealthCheck, { integration: id })).toBe(1);
    expect(await trail(tenant)).toHaveLength(1);
  });

  it('drops a result of settings that have changed since', async () => {
    const { tenant, id, row } = await one();
    const stale = await finished(id, failed('auth'));
    await integrations.reconfigure(tenant.system(), {
      id,
      settings: { ...settings, subdomain: 'globex' },
    });
    expect(await recordChecks(world.runtime, [stale])).toMatchObject([{ outcome: 'ignored' }]);
    expect(await row()).toMatchObject({ status: 'configured', health: null, checksHeld: false });
    expect(await dueIds()).toEqual([id]);
  });

  it('drops a result of an integration that was removed or whose organization is gone', async () => {
    const { tenants, ids } = await configured(3);
    const checks = await Promise.all(ids.map((id) => finished(id, ok)));
    const [removed, deleted] = tenants as [Tenant, Tenant];
    await integrations.remove(removed.system(), { provider: 'syncro' });
    await em().getConnection().execute('delete from auth.organization where id = ?', [deleted.id]);
    const outcomes = (await recordChecks(world.runtime, checks)).filter(
      ({ outcome }) => outcome === 'recorded',
    );
    expect(outcomes.map(({ integrationId }) => integrationId)).toEqual([ids[2]]);
  });

  it('lets an older result fill its slot without overwriting a newer one', async () => {
    const { id, row } = await one();
    await recordChecks(world.runtime, [await finished(id, ok, after(15))]);
    await recordChecks(world.runtime, [await finished(id, failed('auth'))]);
    const degraded: CheckReport = { ...ok, health: 'degraded', reason: 'rate_limited' };
    await recordChecks(world.runtime, [await finished(id, degraded, after(5))]);
    expect(await row()).toMatchObject({ status: 'active', health: 'ok', checksHeld: false });
    expect(await em().count(HealthCheck, { integration: id })).toBe(3);
  });

  it('stores a large mixed batch whole, each transition on its organization’s record', async () => {
    const { tenants, ids } = await configured(6);
    await recordChecks(world.runtime, await Promise.all(ids.map((id) => finished(id, ok))));
    const second = await Promise.all(
      ids.map((id, index) => finished(id, index % 3 === 0 ? failed('provider') : ok, after(15))),
    );
    const recorded = await recordChecks(world.runtime, second);
    expect(recorded).toHaveLength(6);
    expect(recorded.filter(({ moved }) => moved)).toHaveLength(2);
    const lengths = await Promise.all(tenants.map(async (tenant) => (await trail(tenant)).length));
    expect(lengths).toEqual([2, 1, 1, 2, 1, 1]);
  });

  it('tells each organization once per batch, and its pages of a change of status', async () => {
    const { tenants, ids } = await configured(2);
    await recordChecks(world.runtime, await Promise.all(ids.map((id) => finished(id, ok))));
    const [first] = tenants as [Tenant];
    const wiki = { apiUrl: 'https://wiki.example.org/api.php', botUser: 'a@b', botPassword: 'x' };
    const other = { provider: 'mediawiki', settings: wiki };
    const { id } = await integrations.configure(first.system(), other);
    const events = await heard(async () => {
      const checks = [
        ...ids.map((each) => [each, ok] as const),
        [id, failed('unreachable')] as const,
      ];
      const done = checks.map(([each, report]) => finished(each, report, after(15)));
      await recordChecks(world.runtime, await Promise.all(done));
    });
    const told = events.map(({ type, organizationId }) => [type, organizationId]);
    expect(told.filter(([type]) => type === 'checked').sort()).toEqual(
      tenants.map((tenant) => ['checked', tenant.id]).sort(),
    );
    expect(told.filter(([type]) => type !== 'checked')).toEqual([['health_error', first.id]]);
  });
});

describe('test on demand', () => {
  it('shows its stages while it runs, stores the check and activates the integration', async () => {
    const { tenant, id } = await one();
    const admin = await tenant.as('admin');
    let answer: Awaited<ReturnType<typeof integrations.test>> | undefined;
    const events = await heard(async () => {
      answer = await integrations.test(admin, { id, testId: 'mine' });
    });
    const stages = events.flatMap((event) => (event.type === 'test_stage' ? [event] : []));
    expect(stages.map(({ testId, stage }) => [testId, stage.stage, stage.outcome])).toEqual([
      ['mine', 'address', 'passed'],
      ['mine', 'tls', 'skipped'],
      ['mine', 'auth', 'passed'],
      ['mine', 'sample', 'passed'],
    ]);
    expect(answer?.check).toMatchObject({
      health: 'ok',
      trigger: 'manual',
      slot: world.clock.now(),
    });
    expect(answer?.integration).toMatchObject({ status: 'active', heartbeat: { checks: 1 } });
    const [row] = await trail(tenant);
    expect(row).toMatchObject({ action: 'health_ok', requestId: admin.requestId });
    expect(row?.actor).toEqual(admin.principal.actor);
  });

  it('stores two tests of the same moment', async () => {
    const { tenant, id } = await one();
    await integrations.test(tenant.system(), { id });
    const second = await integrations.test(tenant.system(), { id });
    expect(second.integration.heartbeat.checks).toBe(2);
  });

  it('releases held checks when the credentials work again', async () => {
    const { tenant, id } = await one();
    world.upstream.tokens.clear();
    const refused = await integrations.test(tenant.system(), { id });
    expect(refused.check).toMatchObject({ health: 'error', reason: 'auth' });
    expect(refused.integration).toMatchObject({ state: 'error_auth', checksHeld: true });
    world.upstream.tokens.add(token);
    const accepted = await integrations.test(tenant.system(), { id });
    expect(accepted.integration).toMatchObject({ state: 'active', checksHeld: false });
  });

  it('does not let a check of older settings speak for newer ones', async () => {
    const { tenant, id, row } = await one();
    world.upstream.instead = async () => {
      world.upstream.instead = null;
      await integrations.reconfigure(tenant.system(), {
        id,
        settings: { ...settings, subdomain: 'globex' },
      });
      return Response.json({}, { status: 401 });
    };
    const { check, integration } = await integrations.test(tenant.system(), { id });
    expect(check.reason).toBe('auth');
    expect(integration).toMatchObject({ status: 'configured', health: null, checksHeld: false });
    expect((await row()).revision).toBe(2);
  });

  it('is a conflict where there is nothing to test', async () => {
    const tenant = await world.organization();
    const attempt = integrations.test(tenant.system(), { provider: 'syncro' });
    await expect(attempt).rejects.toMatchObject({ code: 'conflict' });
    const obs = { provider: 'obs', settings: { host: 'studio.local' } };
    await integrations.configure(tenant.system(), obs);
    const unable = integrations.test(tenant.system(), { provider: 'obs' });
    await expect(unable).rejects.toMatchObject({ code: 'conflict' });
  });
});

/** The live events that some work causes, in order. */
async function heard(work: () => Promise<unknown>): Promise<LiveEvent[]> {
  const client = new Client({ connectionString: world.url });
  await client.connect();
  try {
    const events: LiveEvent[] = [];
    const ended = new Promise((resolve) => {
      client.on('notification', ({ payload = '' }) => {
        if (payload === 'end') resolve(undefined);
        else events.push(JSON.parse(payload));
      });
    });
    await client.query(`listen ${eventChannel}`);
    await work();
    await client.query(`select pg_notify('${eventChannel}', 'end')`);
    await ended;
    return events;
  } finally {
    await client.end();
  }
}
