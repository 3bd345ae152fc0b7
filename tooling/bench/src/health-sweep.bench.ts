import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { uuidFrom } from '@patchbay/core';
import {
  openWorld,
  seedIntegrations,
  spawnWorker,
  standIn,
  type WorkerProcess,
  type World,
} from '@patchbay/cron/testing';
import { migrate } from '@patchbay/db';
import { startEmbedded } from '@patchbay/db/embedded';
import { enqueue, sweepHealth } from '@patchbay/jobs';
import type { Benchmark } from './benchmark.ts';
import { spawnSandbox } from './spawn-sandbox.ts';

const count = 1_000;
const concurrency = 32;
const rounds = 9;
const patienceMs = 60_000;
const tokenOf = (number: number) => `sandbox-syncro-${number}`;
const tenantOf = (number: number) => `tenant-${number}`;

export const benchmark: Benchmark = {
  name: 'health-sweep',
  about: `one worker checks ${count} integrations, beside a bare fetch loop with the same ${concurrency} in flight`,
  async run() {
    await using stack = new AsyncDisposableStack();
    const sandbox = await spawnSandbox();
    stack.defer(() => sandbox.close());
    const world = await openDatabase(stack);
    await seedIntegrations(world.orm, world.keys, {
      count,
      provider: 'syncro',
      settings: (number) => ({ subdomain: tenantOf(number), apiToken: tokenOf(number) }),
    });
    const worker = spawnWorker('node', { ...world.env, ...standIn(sandbox), ...workerEnv });
    stack.defer(() => stop(worker));
    await worker.ready;

    // The sandbox builds each account when it is first asked, so one round of either goes unmeasured.
    await timed(() => fetchLoop(sandbox.url));
    const cold = await timed(() => sweep(world, worker, 0));
    const pairs: { bare: number; swept: number }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const bare = await timed(() => fetchLoop(sandbox.url));
      pairs.push({ bare, swept: await timed(() => sweep(world, worker, round)) });
    }
    return {
      figures: {
        checksPerSecond: perSecond(median(pairs.map(({ swept }) => swept))),
        firstSweepChecksPerSecond: perSecond(cold),
      },
      limit: { fetchChecksPerSecond: perSecond(median(pairs.map(({ bare }) => bare))) },
      // Of neighbours in time, so that a machine that is busy in between does not count for one side only.
      ratio: median(pairs.map(({ bare, swept }) => bare / swept)),
    };
  },
};

const workerEnv = {
  HEALTH_CONCURRENCY: String(concurrency),
  HEALTH_HOST_CONCURRENCY: String(concurrency),
  HEALTH_JITTER_SECONDS: '0',
};

/** An embedded server with the settings of the product: commits wait for the disk. */
async function openDatabase(stack: AsyncDisposableStack): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startEmbedded({ dataDir });
  stack.defer(() => server.stop());
  await migrate(server.url);
  const world = await openWorld(server.url);
  stack.defer(() => world.close());
  return world;
}

async function stop(worker: WorkerProcess): Promise<void> {
  worker.kill('SIGTERM');
  await worker.ended;
}

/** From asking for a slot until the last of its checks is recorded. */
async function sweep(world: World, worker: WorkerProcess, round: number): Promise<void> {
  const slot = new Date(Date.UTC(2026, 0, 5, 9, 15 * round)).toISOString();
  const id = await uuidFrom('sweep-health', slot);
  await enqueue(world.orm.em.fork(), sweepHealth, { slot }, { id });
  const recorded = () =>
    worker.lines
      .filter((line) => line.event === 'batch checked' && line.slot === slot)
      .reduce((sum, line) => sum + Number(line.recorded), 0);
  const deadline = Date.now() + patienceMs;
  while (recorded() < count) {
    if (Date.now() > deadline)
      throw new Error(`only ${recorded()} checks of ${slot} were recorded`);
    await wait(5);
  }
}

/** The same two requests for each account, parsed and forgotten. */
async function fetchLoop(url: string): Promise<void> {
  let next = 1;
  const lane = async () => {
    while (next <= count) {
      const number = next;
      next += 1;
      const base = `${url}/${tenantOf(number)}.syncromsp.com/api/v1`;
      const headers = { authorization: `Bearer ${tokenOf(number)}` };
      for (const path of ['/me', '/customers?page=1']) {
        const reply = await fetch(`${base}${path}`, { headers });
        if (!reply.ok) throw new Error(`the sandbox answered ${reply.status}`);
        await reply.json();
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

const perSecond = (seconds: number): number => count / seconds;
const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
