import { setTimeout as wait } from 'node:timers/promises';
import { uuidFrom } from '@patchbay/core';
import { type Orm, openOrm } from '@patchbay/db';
import { type FreshDatabase, freshDatabase } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob } from './define.ts';
import { enqueue, enqueueAll, waitingJobs } from './enqueue.ts';
import { ensureJobs } from './ensure.ts';
import { type JobOutcome, type Jobs, openJobs } from './open.ts';

const job = (name: string, limit = 1) =>
  defineJob({
    name,
    input: z.object({ n: z.number() }),
    retry: { limit, delaySeconds: 0, maxDelaySeconds: 1 },
  });
const definitions = {
  write: job('write'),
  twice: job('twice'),
  bulk: job('bulk'),
  wake: job('wake'),
  fail: job('fail'),
  misfit: job('misfit'),
  later: job('later'),
  drain: job('drain'),
  slow: job('slow'),
  stuck: job('stuck', 3),
};

let database: FreshDatabase;
let orm: Orm;
const opened: Jobs[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  const list = Object.values(definitions);
  // Several processes start at once on an empty database.
  await Promise.all([1, 2, 3].map(() => ensureJobs(database.url, list)));
  orm = await openOrm({ url: database.url });
});

afterAll(async () => {
  await Promise.all(opened.map((jobs) => jobs.stop(100)));
  await orm?.close();
  await database?.drop();
});

async function open(): Promise<Jobs> {
  const jobs = openJobs({
    url: database.url,
    applicationName: 'jobs test',
    onError: (error) => console.error(error),
  });
  await jobs.start();
  opened.push(jobs);
  return jobs;
}

const stateOf = async (queue: string) =>
  (
    await orm.em
      .fork()
      .execute<{ state: string }[]>(
        'select state from pgboss.job where name = ? order by created_on',
        [queue],
      )
  ).map(({ state }) => state);

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await wait(20);
}

describe('enqueue', () => {
  it('leaves no job behind when the transaction rolls back', async () => {
    const attempt = orm.em.fork().transactional(async (em) => {
      await enqueue(em, definitions.write, { n: 1 });
      expect(await waitingJobs(em, definitions.write)).toHaveLength(1);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await waitingJobs(orm.em.fork(), definitions.write)).toEqual([]);
  });

  it('commits the job with its transaction', async () => {
    const id = await orm.em.fork().transactional((em) => enqueue(em, definitions.write, { n: 2 }));
    expect(await waitingJobs(orm.em.fork(), definitions.write)).toEqual([{ id, input: { n: 2 } }]);
  });

  it('makes one job of two under the same id, also after the first is done', async () => {
    const id = await uuidFrom('twice', 'slot');
    const both = await Promise.all(
      [1, 2].map((n) => enqueue(orm.em.fork(), definitions.twice, { n }, { id })),
    );
    expect(both.filter((found) => found === id)).toHaveLength(1);
    expect(both.filter((found) => found === null)).toHaveLength(1);

    const jobs = await open();
    const seen: number[] = [];
    await jobs.work(definitions.twice, async ({ input }) => void seen.push(input.n));
    await until(async () => (await stateOf('twice'))[0] === 'completed');
    expect(await enqueue(orm.em.fork(), definitions.twice, { n: 3 }, { id })).toBeNull();
    expect(seen).toHaveLength(1);
  });

  it('inserts many in one go and answers only what is new', async () => {
    const ids = await Promise.all([0, 1, 2, 3].map((n) => uuidFrom('bulk', String(n))));
    const item = (n: number) => ({ input: { n }, id: ids[n] });
    const first = await enqueueAll(orm.em.fork(), definitions.bulk, [item(0), item(1)]);
    const second = await enqueueAll(orm.em.fork(), definitions.bulk, [item(1), item(2), item(3)]);
    expect(first.sort()).toEqual([ids[0], ids[1]].sort());
    expect(second.sort()).toEqual([ids[2], ids[3]].sort());
  });

  it('refuses input that the definition does not accept', async () => {
    const bad = { n: 'one' } as unknown as { n: number };
    await expect(enqueue(orm.em.fork(), definitions.write, bad)).rejects.toThrow('not valid at n');
  });
});

describe('work', () => {
  it('wakes an idle worker in another instance', async () => {
    const jobs = await open();
    const { promise, resolve } = Promise.withResolvers<number>();
    await jobs.work(definitions.wake, async ({ input }) => resolve(input.n));
    await enqueue(orm.em.fork(), definitions.wake, { n: 7 });
    expect(await promise).toBe(7);
  });

  it('drains a backlog without pausing between batches', async () => {
    const items = Array.from({ length: 60 }, (_, n) => ({ input: { n } }));
    await enqueueAll(orm.em.fork(), definitions.drain, items);
    const jobs = await open();
    const seen = new Set<number>();
    // One job for each poll of a second and worker would outlast the test.
    await jobs.work(definitions.drain, async ({ input }) => void seen.add(input.n), {
      concurrency: 2,
    });
    await until(() => seen.size === 60);
    expect([...seen].sort((a, b) => a - b)).toEqual(items.map(({ input }) => input.n));
  });

  it('retries a failed attempt, then keeps the job as a dead letter', async () => {
    const jobs = await open();
    const failures: JobOutcome[] = [];
    await jobs.work(
      definitions.fail,
      async () => {
        throw new Error("insert into x values ('hunter2') - duplicate key");
      },
      { onFailure: (outcome) => failures.push(outcome) },
    );
    await enqueue(orm.em.fork(), definitions.fail, { n: 1 });
    await until(async () => (await stateOf('fail-dead')).length === 1);
    expect(failures.map(({ attempt }) => attempt)).toEqual([1, 2]);
    const rows = await orm.em
      .fork()
      .execute<{ output: unknown }[]>(
        `select output from pgboss.job where name = 'fail' and state = 'failed'`,
      );
    expect(JSON.stringify(rows)).toContain('duplicate key');
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });

  it('does not repeat a job whose input cannot be read', async () => {
    const wider = defineJob({ ...definitions.misfit, input: z.object({ n: z.unknown() }) });
    await enqueue(orm.em.fork(), wider, { n: 'text' });
    const jobs = await open();
    const failures: JobOutcome[] = [];
    await jobs.work(definitions.misfit, async () => {}, {
      onFailure: (outcome) => failures.push(outcome),
    });
    await until(async () => (await stateOf('misfit-dead')).length === 1);
    expect(failures).toHaveLength(1);
  });

  it('does not start a job before its time', async () => {
    const jobs = await open();
    const started: number[] = [];
    await jobs.work(definitions.later, async () => void started.push(Date.now()));
    const startAfter = new Date(Date.now() + 1_500);
    await enqueue(orm.em.fork(), definitions.later, { n: 1 }, { startAfter });
    await until(() => started.length === 1);
    expect(started[0]).toBeGreaterThanOrEqual(startAfter.getTime() - 250);
  });
});

describe('stop', () => {
  it('lets a running job finish', async () => {
    const jobs = await open();
    const begun = Promise.withResolvers<void>();
    await jobs.work(definitions.slow, async () => {
      begun.resolve();
      await wait(400);
    });
    await enqueue(orm.em.fork(), definitions.slow, { n: 1 });
    await begun.promise;
    await jobs.stop(5_000);
    expect(await stateOf('slow')).toEqual(['completed']);
  });

  it('gives a job back that does not end in time', async () => {
    const jobs = await open();
    const begun = Promise.withResolvers<AbortSignal>();
    await jobs.work(definitions.stuck, async ({ signal }) => {
      begun.resolve(signal);
      await wait(60_000, undefined, { signal });
    });
    await enqueue(orm.em.fork(), definitions.stuck, { n: 1 });
    const signal = await begun.promise;
    await jobs.stop(100);
    expect(signal.aborted).toBe(true);
    expect(await stateOf('stuck')).toEqual(['retry']);
  });
});
