import { setTimeout as wait } from 'node:timers/promises';
import { openOrm } from '@patchbay/db';
import { type Sandbox, startSandbox } from '@patchbay/sandbox';
import { type FreshDatabase, freshDatabase } from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  openWorld,
  runtimes,
  seedIntegrations,
  spawnWorker,
  standIn,
  type WorkerProcess,
  type World,
} from './testing/index.ts';

let database: FreshDatabase;
let world: World;
let sandbox: Sandbox;
const started: WorkerProcess[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  world = await openWorld(database.url);
  sandbox = await startSandbox({ port: 0 });
});

afterEach(async () => {
  for (const worker of started.splice(0)) {
    worker.kill('SIGKILL');
    await worker.ended;
  }
});

afterAll(async () => {
  await world?.close();
  await sandbox?.close();
  await database?.drop();
});

function start(...[runtime, env]: Parameters<typeof spawnWorker>): WorkerProcess {
  const worker = spawnWorker(runtime, env);
  started.push(worker);
  return worker;
}

const rows = <Row extends object>(sql: string) => world.orm.em.fork().execute<Row[]>(sql);

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await wait(50);
}

describe.each(runtimes)('the worker on %s', (runtime) => {
  it('becomes ready and stops with 0 when it is asked to', async () => {
    const worker = start(runtime, world.env);
    await worker.ready;
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.lines.map(({ event }) => event)).toContain('stopped');
  });

  it('stops when the process that started it is gone', async () => {
    const worker = start(runtime, world.env);
    await worker.ready;
    worker.disconnect();
    expect(await worker.ended).toBe(0);
    expect(worker.lines).toContainEqual(expect.objectContaining({ cause: 'disconnect' }));
  });

  it('does not start without the key or with another one, and says so', async () => {
    const { APP_ENCRYPTION_KEY: _, ...without } = world.env;
    const otherKey = Buffer.alloc(32, 'another key').toString('base64');
    for (const env of [without, { ...without, APP_ENCRYPTION_KEY: otherKey }]) {
      const worker = start(runtime, env);
      expect(await worker.ended).toBe(78);
      expect(worker.text()).toContain('APP_ENCRYPTION_KEY');
      expect(worker.text()).not.toContain(otherKey);
    }
  });

  it('names a bad variable and one that is missing', async () => {
    const worker = start(runtime, { LOG_LEVEL: 'loud' });
    expect(await worker.ended).toBe(78);
    expect(worker.text()).toContain('LOG_LEVEL');
    expect(worker.text()).toContain('DATABASE_URL');
  });
});

it('waits for a database that is not there and stops when asked to meanwhile', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const worker = start('node', { ...world.env, DATABASE_URL: url });
  await until(() => worker.text().includes('waiting for the database'));
  worker.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
});

it.each(runtimes)('works on after the database was away for a while, on %s', async (runtime) => {
  const worker = start(runtime, { ...world.env, HEALTH_SWEEP_CRON: '* * * * * *' });
  await worker.ready;
  const sweeps = () => worker.lines.filter(({ event }) => event === 'sweep').length;
  await until(() => sweeps() > 0);

  const admin = await openOrm({ url: inject('patchbay').adminUrl, poolSize: 1 });
  const name = new URL(database.url).pathname.slice(1);
  const away = Date.now();
  await admin.em.execute(`alter database ${name} allow_connections false`);
  await admin.em.execute(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = '${name}' and application_name like 'patchbay cron%'`);
  await until(() => worker.text().includes('sweep not queued yet'));
  await wait(3_500);
  const back = Date.now();
  await admin.em.execute(`alter database ${name} allow_connections true`);
  await admin.close();

  const before = sweeps();
  await until(() => sweeps() > before + 1);
  const missed = worker.lines
    .filter(({ event }) => event === 'sweep')
    .map(({ slot }) => Date.parse(String(slot)))
    .filter((slot) => slot > away + 1_000 && slot < back - 1_000);
  expect(missed).toEqual([]);
  worker.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
});

it('runs every slot once, however many workers name it', async () => {
  const env = { ...world.env, HEALTH_SWEEP_CRON: '* * * * * *', LOG_LEVEL: 'debug' };
  const workers = runtimes.map((runtime) => start(runtime, env));
  await Promise.all(workers.map(({ ready }) => ready));
  const from = new Date().toISOString();
  const swept = () =>
    workers
      .flatMap(({ lines }) => lines)
      .filter(({ event, slot }) => event === 'sweep' && String(slot) > from)
      .map(({ slot }) => slot);
  const named = (event: string) =>
    workers.flatMap(({ lines }) => lines).filter((line) => line.event === event).length;
  await until(() => swept().length >= 5);
  expect(new Set(swept()).size).toBe(swept().length);
  expect(named('sweep was queued already')).toBeGreaterThan(0);
});

it('checks no further after refused credentials', async () => {
  const [refused] = await seedIntegrations(world.orm, world.keys, {
    count: 1,
    provider: 'syncro',
    settings: () => ({ subdomain: 'refused', apiToken: 'sandbox-syncro-1-fault-401' }),
  });
  const env = { ...world.env, ...standIn(sandbox), HEALTH_JITTER_SECONDS: '0' };
  const worker = start('node', { ...env, HEALTH_SWEEP_CRON: '* * * * * *' });
  const checks = () =>
    rows<{ reason: string }>(
      `select reason from integration_health_checks where integration_id = '${refused?.integrationId}'`,
    );
  await until(async () => (await checks()).length > 0);
  const sweeps = () => worker.lines.filter(({ event }) => event === 'sweep').length;
  const before = sweeps();
  await until(() => sweeps() > before + 2);
  expect(await checks()).toEqual([{ reason: 'auth' }]);
  expect(worker.text()).not.toContain('sandbox-syncro-1-fault-401');
});
