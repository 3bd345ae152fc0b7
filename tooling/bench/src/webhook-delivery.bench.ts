import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  localReceivers,
  openPublisher,
  openWorld,
  type Publisher,
  spawnWorker,
  type World,
} from '@patchbay/cron/testing';
import { migrate } from '@patchbay/db';
import { startEmbedded } from '@patchbay/db/embedded';
import type { Benchmark } from './benchmark.ts';
import { type ReceiverProcess, spawnReceiver } from './webhooks/spawn-receiver.ts';

const events = 2_000;
const width = 16;
const rounds = 5;
const single = 300;
const body = JSON.stringify({ action: 'opened', text: 'x'.repeat(1_000) });
const patienceMs = 60_000;

export const benchmark: Benchmark = {
  name: 'webhook-delivery',
  about: `one worker delivers ${events} signed events of 1 kB, beside bare fetch POSTs with the same ${width} in flight`,
  async run() {
    await using stack = new AsyncDisposableStack();
    const world = await openDatabase(stack);
    const publisher = await openPublisher(world);
    const receiver = await spawnReceiver();
    stack.defer(() => receiver.close());
    await publisher.subscribe(receiver.url);
    const worker = spawnWorker('node', { ...world.env, ...localReceivers });
    stack.defer(async () => {
      worker.kill('SIGTERM');
      await worker.ended;
    });
    await worker.ready;

    await deliver(publisher, receiver);
    await fetchLoop(receiver.url);
    const pairs: { bare: number; delivered: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = await timed(() => fetchLoop(receiver.url));
      pairs.push({ bare, delivered: await timed(() => deliver(publisher, receiver)) });
    }
    const latencies = await latenciesOf(publisher, receiver);
    const bare = await bareLatencies(receiver.url);
    return {
      figures: {
        deliveriesPerSecond: perSecond(pairs.map(({ delivered }) => delivered)),
        commitToReceiverP50Ms: quantile(latencies, 0.5),
        commitToReceiverP99Ms: quantile(latencies, 0.99),
      },
      limit: {
        fetchPostsPerSecond: perSecond(pairs.map((pair) => pair.bare)),
        fetchP50Ms: quantile(bare, 0.5),
        fetchP99Ms: quantile(bare, 0.99),
      },
      // Of neighbours in time, so that a machine that is busy in between does not count for one side only.
      ratio: quantile(
        pairs.map((pair) => pair.bare / pair.delivered),
        0.5,
      ),
    };
  },
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

/** From before the events are stored until the receiver has the last of them. */
async function deliver(publisher: Publisher, receiver: ReceiverProcess): Promise<void> {
  const before = await receiver.count();
  for (let sent = 0; sent < events; sent += 500) await publisher.publish(500, body);
  await arrived(receiver, before + events);
}

async function arrived(receiver: ReceiverProcess, total: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const count = await receiver.count();
    if (count >= total) return;
    if (Date.now() > deadline) throw new Error(`only ${count} of ${total} events arrived`);
    await wait(5);
  }
}

/** One event at a time on a quiet worker: from the end of the transaction that hands it on to its arrival. */
async function latenciesOf(publisher: Publisher, receiver: ReceiverProcess): Promise<number[]> {
  const committed = new Map<string, number>();
  for (let count = 0; count < single; count += 1) {
    const [id = ''] = await publisher.publish(1, body);
    committed.set(id, now());
    await wait(10 + Math.random() * 20);
  }
  await wait(500);
  const arrivals = await receiver.arrivals();
  return [...committed].map(([id, at]) => {
    const arrival = arrivals[id];
    if (arrival === undefined) throw new Error(`${id} did not arrive`);
    return Math.max(0, arrival - at);
  });
}

/** The same clock in both processes, with fractions of milliseconds. */
const now = () => performance.timeOrigin + performance.now();

async function bareLatencies(url: string): Promise<number[]> {
  const latencies: number[] = [];
  for (let count = 0; count < single; count += 1) {
    const started = performance.now();
    await postOnce(url);
    latencies.push(performance.now() - started);
  }
  return latencies;
}

/** The same posts with the same number in flight, unsigned and unrecorded. */
async function fetchLoop(url: string): Promise<void> {
  let left = events;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await postOnce(url);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

async function postOnce(url: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'webhook-id': 'evt_bare' };
  const reply = await fetch(url, { method: 'POST', headers, body });
  if (!reply.ok) throw new Error(`the receiver answered ${reply.status}`);
  await reply.arrayBuffer();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

const perSecond = (seconds: number[]): number => events / quantile(seconds, 0.5);
const quantile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;
