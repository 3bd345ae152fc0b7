import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { asUser, systemClock } from '@patchbay/core';
import { IntegrationAccount, User } from '@patchbay/db';
import { settleAccounts, waitingJobs } from '@patchbay/jobs';
import { createHttp, type Http } from '@patchbay/providers';
import { demoSettings, type Sandbox, startSandbox } from '@patchbay/sandbox';
import { openPolicy, type Runtime, type ServiceContext, services } from '@patchbay/services';
import { type FreshDatabase, freshDatabase } from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import {
  openWorld,
  runtimes,
  seedIntegrations,
  spawnWorker,
  standIn,
  type WorkerProcess,
  type World,
} from '../testing/index.ts';
import { settleAccountsHandler } from './settle-accounts.ts';
import { sweepAccountsHandler } from './sweep-accounts.ts';

const provider = 'mailcow';

let database: FreshDatabase;
let world: World;
let sandbox: Sandbox;
let http: Http;
let admin: ServiceContext;
const lines: string[] = [];
const log = createLog('info', (line) => lines.push(line));
const started: WorkerProcess[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  world = await openWorld(database.url);
  sandbox = await startSandbox({ port: 0 });
  // This process's way out is barred, so that everything is left to the workers.
  http = createHttp({ clock: systemClock, rewrites: sandbox.rewrites, allow: [], retries: 0 });
  const { orm, keys } = world;
  const oauth = openPolicy('http://localhost');
  const runtime: Runtime = { orm, keys, clock: systemClock, http, signup: 'closed', oauth };
  const [seeded] = await seedIntegrations(orm, keys, {
    count: 1,
    provider,
    settings: () => ({ ...demoSettings.mailcow, defaultQuotaMiB: '512' }),
  });
  const organizationId = seeded?.organizationId ?? '';
  const person = { id: randomUUID(), name: 'Ann', email: 'ann@example.org' };
  await orm.em.fork().insert(User, { ...person, emailVerified: true, operator: false });
  await orm.em
    .fork()
    .execute(
      `insert into auth.member ("organizationId", "userId", role, "createdAt") values (?, ?, 'admin', now())`,
      [organizationId, person.id],
    );
  const principal = asUser(organizationId, { type: 'user', ...person }, 'admin');
  admin = { runtime, principal, requestId: 'req_test' };
});
afterEach(async () => {
  for (const worker of started.splice(0)) {
    worker.kill('SIGKILL');
    await worker.ended;
  }
});
afterAll(async () => {
  await http.close();
  await sandbox.close();
  await world.close();
  await database.drop();
});

const row = async (id: string) => world.orm.em.fork().findOne(IntegrationAccount, { id });
const never = new AbortController().signal;
const job = { id: 'job', attempt: 1, signal: never };

async function begun(): Promise<string> {
  await world.orm.em.fork().nativeDelete(IntegrationAccount, {});
  const identifier = `n${randomUUID().slice(0, 8)}`;
  const { account, outcome } = await services.accounts.create(admin, { provider, identifier });
  expect(outcome).toBe('under_way');
  return account?.id ?? '';
}

describe('the job', () => {
  it('queues itself again for when there is something to try', async () => {
    const id = await begun();
    const handle = settleAccountsHandler({ runtime: admin.runtime, log });
    const before = (await waitingJobs(world.orm.em.fork(), settleAccounts)).length;
    await handle({ ...job, input: { accountIds: [id] } });
    const queued = await waitingJobs(world.orm.em.fork(), settleAccounts);
    expect(queued).toHaveLength(before + 1);
    expect(queued.at(-1)?.input).toEqual({ accountIds: [id] });
    expect(lines.join()).toContain('"waiting":1');
  });

  it('of each minute finds what has no job any more, once', async () => {
    const id = await begun();
    await world.orm.em.fork().execute('delete from pgboss.job');
    const overdue = { nextAttemptAt: new Date(Date.now() - 120_000) };
    await world.orm.em.fork().nativeUpdate(IntegrationAccount, { id }, overdue);
    const handle = sweepAccountsHandler({ runtime: admin.runtime, log });
    const input = { minute: '2026-01-05T09:00:00.000Z' };
    await handle({ ...job, input });
    await handle({ ...job, input });
    const queued = await waitingJobs(world.orm.em.fork(), settleAccounts);
    expect(queued.map((each) => each.input)).toEqual([{ accountIds: [id] }]);
  });
});

describe.each(runtimes)('a worker on %s', (runtime) => {
  it('finishes what a request left under way', async () => {
    const id = await begun();
    await world.orm.em.fork().execute('delete from pgboss.job');
    const overdue = { nextAttemptAt: new Date(Date.now() - 120_000) };
    await world.orm.em.fork().nativeUpdate(IntegrationAccount, { id }, overdue);
    const handle = sweepAccountsHandler({ runtime: admin.runtime, log });
    await handle({ ...job, input: { minute: new Date().toISOString() } });
    const worker = spawnWorker(runtime, { ...world.env, ...standIn(sandbox) });
    started.push(worker);
    await worker.ready;
    while ((await row(id))?.operation) await wait(100);
    expect(await row(id)).toMatchObject({ status: 'active', secretShown: false, lastError: null });
    expect(worker.text()).toContain('accounts settled');
  });
});
