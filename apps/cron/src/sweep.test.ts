import { setTimeout as wait } from 'node:timers/promises';
import { uuidFrom } from '@patchbay/core';
import { enqueue, sweepHealth } from '@patchbay/jobs';
import { type Sandbox, startSandbox } from '@patchbay/sandbox';
import { type FreshDatabase, freshDatabase } from '@patchbay/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  openWorld,
  seedIntegrations,
  spawnWorker,
  standIn,
  type WorkerProcess,
  type World,
} from './testing/index.ts';

const slot = '2026-01-05T09:00:00.000Z';

let database: FreshDatabase;
let world: World;
let sandbox: Sandbox;
let workers: WorkerProcess[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  world = await openWorld(database.url);
  sandbox = await startSandbox({ port: 0 });
});

afterEach(async () => {
  for (const worker of workers.splice(0)) {
    worker.kill('SIGKILL');
    await worker.ended;
  }
  await sandbox.close();
  await world.close();
  await database.drop();
});

const tokenOf = (number: number) => `sandbox-syncro-${number}`;

/** Seeds, starts a worker on each runtime, and only when both are ready asks for the slot, twice. */
async function sweep(count: number) {
  await seedIntegrations(world.orm, world.keys, {
    count,
    provider: 'syncro',
    settings: (number) => ({ subdomain: `tenant-${number}`, apiToken: tokenOf(number) }),
  });
  const env = { ...world.env, ...standIn(sandbox), HEALTH_JITTER_SECONDS: '0' };
  const onNode = spawnWorker('node', env);
  const onDeno = spawnWorker('deno', env);
  workers = [onNode, onDeno];
  await Promise.all(workers.map(({ ready }) => ready));
  const id = await uuidFrom('sweep-health', slot);
  for (const em of [world.orm.em.fork(), world.orm.em.fork()])
    await enqueue(em, sweepHealth, { slot }, { id });
  return { onNode, onDeno };
}

const checksOf = ({ lines }: WorkerProcess): number =>
  lines
    .filter(({ event }) => event === 'batch checked')
    .reduce((sum, { recorded }) => sum + Number(recorded), 0);

const numberFrom = async (sql: string): Promise<number> => {
  const [row] = await world.orm.em.fork().execute<{ n: number }[]>(sql);
  return Number(row?.n);
};
const recorded = () => numberFrom('select count(*)::int as n from integration_health_checks');
const unfinished = () =>
  numberFrom(`select count(*)::int as n from pgboss.job
    where name in ('sweep-health', 'check-health') and state < 'completed'`);

async function swept(count: number): Promise<void> {
  while ((await recorded()) < count || (await unfinished()) > 0) await wait(100);
}

it('is shared by a worker on Node and one on Deno, each integration checked once', async () => {
  const count = 1_000;
  const { onNode, onDeno } = await sweep(count);
  await swept(count);

  const { credentials } = sandbox.stats();
  const once = { requests: 2, calls: { 'GET /api/v1/me': 1, 'GET /api/v1/customers': 1 } };
  expect(credentials).toEqual(
    Object.fromEntries(Array.from({ length: count }, (_, index) => [tokenOf(index + 1), once])),
  );
  expect(
    await numberFrom(`select count(*)::int as n from integration_health_checks
      where slot = '${slot}' and health = 'ok' and trigger = 'schedule'`),
  ).toBe(count);
  expect(checksOf(onNode)).toBeGreaterThan(0);
  expect(checksOf(onDeno)).toBeGreaterThan(0);
  expect(checksOf(onNode) + checksOf(onDeno)).toBe(count);
  const text = onNode.text() + onDeno.text();
  expect(text).not.toContain('sandbox-syncro-');
}, 90_000);

it('is finished by the other worker when one is killed in the middle', async () => {
  const count = 200;
  for (let number = 1; number <= count; number += 1)
    sandbox.setFault(tokenOf(number), { fault: 'slow', times: 1 });
  const { onNode, onDeno } = await sweep(count);
  // All batches are taken while the first answers are still outstanding: the victim holds some of them.
  const active = () =>
    numberFrom(
      `select count(*)::int as n from pgboss.job where name = 'check-health' and state = 'active'`,
    );
  while ((await active()) < 6) await wait(10);
  onNode.kill('SIGKILL');
  expect(await onNode.ended).toBeNull();
  await swept(count);

  expect(await recorded()).toBe(count);
  expect(checksOf(onDeno)).toBe(count - checksOf(onNode));
  expect(
    await numberFrom(`select count(*)::int as n from pgboss.job
      where name = 'check-health' and state = 'completed' and retry_count > 0`),
  ).toBeGreaterThan(0);
}, 90_000);
