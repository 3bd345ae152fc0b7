import { setTimeout as wait } from 'node:timers/promises';
import { WebhookDelivery } from '@patchbay/db';
import { type FreshDatabase, freshDatabase } from '@patchbay/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  localReceivers,
  openPublisher,
  openReceiver,
  openWorld,
  type Publisher,
  type Receiver,
  runtimes,
  spawnWorker,
  type WorkerProcess,
  type WorkerRuntime,
  type World,
} from './testing/index.ts';

let database: FreshDatabase;
let world: World;
let publisher: Publisher;
let receiver: Receiver;
const started: WorkerProcess[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  world = await openWorld(database.url);
  publisher = await openPublisher(world);
  receiver = await openReceiver();
});

afterEach(async () => {
  for (const worker of started.splice(0)) {
    worker.kill('SIGKILL');
    await worker.ended;
  }
  await receiver.close();
  await world.close();
  await database.drop();
});

async function start(runtime: WorkerRuntime): Promise<WorkerProcess> {
  const worker = spawnWorker(runtime, { ...world.env, ...localReceivers });
  started.push(worker);
  await worker.ready;
  return worker;
}

const waiting = () => world.orm.em.fork().count(WebhookDelivery);
async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await wait(20);
}
const idsOf = ({ arrivals }: Receiver) => arrivals.map(({ id }) => id);

describe.each(runtimes)('a worker on %s', (runtime) => {
  it('delivers what is handed on, in order where asked', async () => {
    await publisher.subscribe(receiver.url, { ordered: true });
    await start(runtime);
    const ids = [...(await publisher.publish(30)), ...(await publisher.publish(10))];
    await until(() => receiver.arrivals.length >= 40);
    expect(idsOf(receiver)).toEqual(ids);
    await until(async () => (await waiting()) === 0);
  });

  it('that is killed in the middle loses nothing: another sends it again under the same id', async () => {
    await publisher.subscribe(receiver.url);
    receiver.silence(true);
    const first = await start(runtime);
    const ids = await publisher.publish(5);
    await until(() => receiver.arrivals.length === 5);
    first.kill('SIGKILL');
    await first.ended;
    expect(await waiting()).toBe(5);
    receiver.silence(false);
    await start(runtime);
    await until(() => receiver.arrivals.length >= 10);
    expect(idsOf(receiver).toSorted()).toEqual([...ids, ...ids].sort());
    await until(async () => (await waiting()) === 0);
  });
});

it('goes on with what was under way when it is asked to stop', async () => {
  const { id } = await publisher.subscribe(receiver.url);
  const worker = await start('node');
  await publisher.publish(200);
  await until(() => receiver.arrivals.length > 10);
  worker.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
  // Everything that was sent is on record, so that nothing of it goes out twice.
  const left = await world.orm.em.fork().find(WebhookDelivery, { subscription: id });
  const sent = new Set(idsOf(receiver));
  expect(left.filter(({ eventId }) => sent.has(eventId))).toEqual([]);
  expect(sent.size + left.length).toBe(200);
});

it('loses nothing and repeats nothing when its connections to the database are cut', async () => {
  await publisher.subscribe(receiver.url);
  await start('node');
  const ids = await publisher.publish(300);
  for (const share of [20, 100, 200]) {
    await until(() => receiver.arrivals.length >= share);
    await world.orm.em.fork().execute(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'patchbay cron%'`);
  }
  await until(async () => (await waiting()) === 0);
  expect(idsOf(receiver).toSorted()).toEqual(ids.sort());
});
