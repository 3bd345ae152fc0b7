import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '@patchbay/core';
import { checkHealth, waitingJobs } from '@patchbay/jobs';
import { createHttp, type Http } from '@patchbay/providers';
import { type Sandbox, startSandbox } from '@patchbay/sandbox';
import { openPolicy, type Runtime } from '@patchbay/services';
import { type FreshDatabase, fixedClock, freshDatabase } from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGate } from '../gate.ts';
import { createLog } from '../log.ts';
import { openWorld, seedIntegrations, type World } from '../testing/index.ts';
import { checkHealthHandler } from './check-health.ts';
import { maintainPartitionsHandler } from './maintain-partitions.ts';
import { sweepHealthHandler } from './sweep-health.ts';

const slot = '2026-01-05T09:00:00.000Z';
const nextSlot = '2026-01-05T09:15:00.000Z';
const log = createLog('error', () => {});

let sandbox: Sandbox;
let database: FreshDatabase;
let world: World;
let http: Http;
let runtime: Runtime;
let ids: string[];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox?.close());

beforeEach(async () => {
  database = await freshDatabase();
  world = await openWorld(database.url);
  const { rewrites, allow } = sandbox;
  http = createHttp({ clock: systemClock, rewrites, allow });
  const oauth = openPolicy('http://localhost');
  const { orm, keys } = world;
  runtime = { orm, keys, clock: systemClock, http, signup: 'closed', oauth };
  sandbox.resetStats();
  sandbox.clearFaults();
});

afterEach(async () => {
  await http.close();
  await world.close();
  await database.drop();
});

const tokenOf = (number: number) => `sandbox-syncro-${number}`;

async function seed(count: number): Promise<void> {
  const seeded = await seedIntegrations(world.orm, world.keys, {
    count,
    provider: 'syncro',
    settings: (number) => ({ subdomain: `tenant-${number}`, apiToken: tokenOf(number) }),
  });
  ids = seeded.map(({ integrationId }) => integrationId);
}

const never = new AbortController().signal;
const job = <Input>(input: Input, signal = never) => ({ id: 'job', attempt: 1, input, signal });

let finished: number;

function check(integrationIds: string[], signal = never) {
  const gate = createGate({ total: 8, perKey: 8 });
  finished = 0;
  const counted: typeof gate = (key, gateSignal, task) =>
    gate(key, gateSignal, () =>
      task().finally(() => {
        finished += 1;
      }),
    );
  const handle = checkHealthHandler({ runtime, log, gate: counted });
  return handle(job({ slot, integrationIds }, signal));
}

async function checked(): Promise<string[]> {
  const rows = await world.orm.em
    .fork()
    .execute<{ id: string }[]>('select integration_id as id from integration_health_checks');
  return rows.map(({ id }) => id).sort();
}

describe('check-health', () => {
  it('does not check again what a cut-off attempt recorded', async () => {
    await seed(4);
    await check(ids.slice(0, 2));
    sandbox.resetStats();
    await check(ids);
    expect(Object.keys(sandbox.stats().credentials).sort()).toEqual([tokenOf(3), tokenOf(4)]);
    expect(await checked()).toEqual([...ids].sort());
  });

  it('records what is done when it is stopped, and fails so that the rest is retried', async () => {
    await seed(6);
    for (const number of [3, 4, 5, 6]) sandbox.setFault(tokenOf(number), { fault: 'timeout' });
    const stop = new AbortController();
    const outcome = expect(check(ids, stop.signal)).rejects.toThrow('stopped');
    while (finished < 2) await wait(10);
    stop.abort();
    await outcome;
    expect(await checked()).toEqual(ids.slice(0, 2).sort());
  });

  it('leaves alone what was switched off or deleted since it was due', async () => {
    await seed(3);
    const em = world.orm.em.fork();
    await em.execute('update integration_configs set enabled = false where id = ?', [ids[0]]);
    await em.execute('delete from integration_configs where id = ?', [ids[1]]);
    await check(ids);
    expect(await checked()).toEqual([ids[2]]);
  });
});

describe('sweep-health', () => {
  const sweep = (at: string) =>
    sweepHealthHandler({ runtime, log, jitterSeconds: 0 })(job({ slot: at }));
  const queued = async () =>
    (await waitingJobs(world.orm.em.fork(), checkHealth)).map(({ input }) => input);

  it('queues each integration once, also when the attempt is repeated', async () => {
    await seed(60);
    await sweep(slot);
    await sweep(slot);
    const batches = await queued();
    expect(batches.map(({ integrationIds }) => integrationIds.length).sort()).toEqual([10, 25, 25]);
    expect(batches.flatMap(({ integrationIds }) => integrationIds).sort()).toEqual([...ids].sort());
  });

  it('does not pile up while checks of an earlier slot still wait', async () => {
    await seed(30);
    await sweep(slot);
    await sweep(nextSlot);
    expect(new Set((await queued()).map((input) => input.slot))).toEqual(new Set([slot]));
  });

  it('leaves out what has its check in the slot', async () => {
    await seed(3);
    await check(ids.slice(0, 2));
    await sweep(slot);
    expect(await queued()).toEqual([{ slot, integrationIds: [ids[2]] }]);
  });
});

describe('maintain-partitions', () => {
  it('makes the days to come and drops what is past its retention', async () => {
    const clock = fixedClock('2026-01-05T09:00:00Z');
    const retention = {
      integration_health_checks: 30,
      integration_call_logs: 3,
      webhook_events: 30,
      webhook_messages: 30,
      webhook_attempts: 30,
    };
    const parts = { orm: world.orm, log, now: clock.now, retention };
    const names = async () =>
      (
        await world.orm.em.fork().execute<{ name: string }[]>(
          `select tablename as name from pg_tables where schemaname = 'partitions'
               and tablename like 'integration\\_call\\_logs\\_202601%' order by 1`,
        )
      ).map(({ name }) => name.slice(-8));
    const run = maintainPartitionsHandler({ ...parts, receiptDays: 14 });
    await run(job({ day: '2026-01-05' }));
    expect(await names()).toEqual(
      ['04', '05', '06', '07', '08', '09', '10', '11', '12'].map((day) => `202601${day}`),
    );
    clock.set('2026-01-09T00:07:00Z');
    await run(job({ day: '2026-01-09' }));
    expect((await names()).at(0)).toBe('20260106');
    expect((await names()).at(-1)).toBe('20260116');
  });
});
