import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AuditLog, IntegrationAccount } from '@patchbay/db';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { testKeys } from '../kernel/testing/world.ts';
import { settleAccount } from './settle.ts';
import type { WorkerAnswer, WorkerOrder, WorkerTask } from './testing/worker.ts';
import { type AccountWorld, freshName, openAccountWorld } from './testing/world.ts';

const { accounts } = services;
const provider = 'lodge';
const script = fileURLToPath(new URL('./testing/worker.ts', import.meta.url));

let world: AccountWorld;
let admin: ServiceContext;
let order: WorkerOrder;
let watcher: pg.Client;
beforeAll(async () => {
  world = await openAccountWorld();
  watcher = new pg.Client({ connectionString: world.url });
  await watcher.connect();
});
afterAll(async () => {
  await watcher.end();
  await world.close();
});
beforeEach(async () => {
  world.lodge.reset();
  const tenant = await world.organization();
  admin = await tenant.as('admin');
  const { actor, organizationId } = admin.principal;
  if (actor.type !== 'user') throw new Error('An admin is a person.');
  const { id, name, email } = actor;
  order = { url: world.url, keys: testKeys.current, organizationId, person: { id, name, email } };
});

async function startWorker(): Promise<ChildProcess> {
  const child = fork(script, [JSON.stringify(order)], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function ask(child: ChildProcess, task: WorkerTask): Promise<WorkerAnswer> {
  const answer = once(child, 'message');
  child.send(task);
  const [first] = await answer;
  return first as WorkerAnswer;
}

async function until(condition: () => unknown): Promise<void> {
  while (!(await condition())) await wait(15);
}

const onlyRow = async () => {
  const rows = await world.em().find(IntegrationAccount, { organizationId: order.organizationId });
  expect(rows.length).toBeLessThanOrEqual(1);
  return rows[0] ?? null;
};
const isUnderWay = async () => Boolean((await onlyRow())?.operation);
const ref = async () => ({ provider, accountId: (await onlyRow())?.id ?? '' });

/** Somebody who keeps the worker from going on at one place in the database. */
async function standInTheWay() {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

/** Whether the worker waits for a lock; asked outside any transaction, which would always see the same. */
const waitsForLock = async () => {
  const { rows } = await watcher.query(
    `select 1 from pg_stat_activity
     where application_name = 'account worker' and wait_event_type = 'Lock' and datname = current_database()`,
  );
  return rows.length > 0;
};

/**
 * Where a worker can die. Each brings it there and answers when it stands still; what stops it is let go after the kill.
 */
const places: Record<string, (begin: () => void) => Promise<() => Promise<void>>> = {
  'before its turn at the account': async (begin) => {
    const client = await standInTheWay();
    const { accountId } = await ref();
    const name = `account:${accountId}`;
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    begin();
    await until(() => waitsForLock());
    return async () => void (await client.query('select pg_advisory_unlock_all()'));
  },
  'before the system did anything': async (begin) => {
    const calls = world.lodge.calls.length;
    const held = Promise.withResolvers<void>();
    world.lodge.before = () => held.promise;
    begin();
    await until(() => world.lodge.calls.length > calls);
    return async () => {
      held.reject(new Error('The worker is dead.'));
      world.lodge.before = null;
    };
  },
  'after the system did it, before its answer': async (begin) => {
    const held = Promise.withResolvers<void>();
    let isHeld = false;
    const changing = world.lodge.changes.length;
    world.lodge.after = () => {
      if (world.lodge.changes.length === changing || isHeld) return;
      isHeld = true;
      return held.promise;
    };
    begin();
    await until(() => isHeld);
    return async () => {
      held.resolve();
      world.lodge.after = null;
    };
  },
  'after the answer, before it is written down': async (begin) => {
    const client = await standInTheWay();
    const held = Promise.withResolvers<void>();
    let isHeld = false;
    const changing = world.lodge.changes.length;
    world.lodge.after = () => {
      if (world.lodge.changes.length === changing || isHeld) return;
      isHeld = true;
      return held.promise;
    };
    begin();
    await until(() => isHeld);
    await client.query('begin');
    await client.query('select 1 from integration_accounts for update');
    held.resolve();
    await until(() => waitsForLock());
    return async () => {
      await client.query('rollback');
      world.lodge.after = null;
    };
  },
};

/** What is done, what has to be before, and how everything stands when it is done once. */
type Operation = {
  prepare?: () => Promise<unknown>;
  task: () => Promise<WorkerTask>;
  change: string;
  isDone: (
    row: IntegrationAccount | null,
    guest: { state: string; note: string } | undefined,
  ) => void;
  action: string;
};

const made = () => accounts.create(admin, { provider, identifier: freshName() });
const operations: Record<string, Operation> = {
  create: {
    task: async () => ({ verb: 'create', input: { provider, identifier: freshName() } }),
    change: 'create',
    isDone: (row, guest) => {
      expect(row).toMatchObject({ status: 'active', secretShown: false });
      expect(guest?.state).toBe('active');
    },
    action: 'account.created',
  },
  suspend: {
    prepare: made,
    task: async () => ({ verb: 'update', input: { ...(await ref()), status: 'suspended' } }),
    change: 'suspend',
    isDone: (row, guest) => {
      expect(row?.status).toBe('suspended');
      expect(guest?.state).toBe('suspended');
    },
    action: 'account.suspended',
  },
  resume: {
    prepare: async () => {
      await made();
      await accounts.update(admin, { ...(await ref()), status: 'suspended' });
    },
    task: async () => ({ verb: 'update', input: { ...(await ref()), status: 'active' } }),
    change: 'resume',
    isDone: (row, guest) => {
      expect(row?.status).toBe('active');
      expect(guest?.state).toBe('active');
    },
    action: 'account.resumed',
  },
  update: {
    prepare: made,
    task: async () => ({ verb: 'update', input: { ...(await ref()), input: { note: 'new' } } }),
    change: 'update',
    isDone: (row, guest) => {
      expect(row?.details).toEqual({ note: 'new' });
      expect(guest?.note).toBe('new');
    },
    action: 'account.updated',
  },
  resetSecret: {
    prepare: made,
    task: async () => ({ verb: 'resetSecret', input: await ref() }),
    change: 'reset',
    isDone: (row) => expect(row).toMatchObject({ status: 'active', secretShown: false }),
    action: 'account.secret_reset',
  },
  remove: {
    prepare: made,
    task: async () => ({ verb: 'remove', input: await ref() }),
    change: 'remove',
    isDone: (row, guest) => {
      expect(row).toMatchObject({ status: 'deleted', nameHeld: false });
      expect(guest).toBeUndefined();
    },
    action: 'account.removed',
  },
};

const actions = async () => {
  const where = { organizationId: order.organizationId, subjectType: 'account' };
  return (await world.em().find(AuditLog, where)).map(({ action }) => action);
};

/** Lets the job come by as it does when a request died. */
async function settled() {
  const row = await onlyRow();
  if (!row) throw new Error('There is no row to settle.');
  await until(async () => {
    const due = { nextAttemptAt: new Date(0) };
    await world.em().nativeUpdate(IntegrationAccount, { id: row.id }, due);
    const { outcome } = await settleAccount(world.runtime, row.id);
    // The lock of the dead goes when PostgreSQL notices.
    return outcome !== 'busy';
  });
}

describe.each(Object.entries(operations))(
  'a worker that is killed during %s',
  { timeout: 60_000 },
  (name, operation) => {
    // A new account has no row yet whose turn could be waited for.
    const reachable = Object.entries(places).slice(name === 'create' ? 1 : 0);
    it.each(reachable)('%s leaves nothing half-done or doubled', async (_place, reach) => {
      await operation.prepare?.();
      const before = world.lodge.changes.length;
      const trailBefore = (await actions()).length;
      const child = await startWorker();
      const task = await operation.task();
      const letGo = await reach(() => child.send(task));
      expect(await isUnderWay()).toBe(true);
      await kill(child);
      await letGo();
      await settled();

      const row = await onlyRow();
      expect(row?.operation).toBeNull();
      operation.isDone(row, world.lodge.guests.get(row?.identifier ?? ''));
      const changes = world.lodge.changes.slice(before).map((change) => change.split(' ')[0]);
      expect(changes).toEqual([operation.change]);
      expect((await actions()).slice(trailBefore)).toEqual([operation.action]);
    });
  },
);

describe('a worker that is killed', { timeout: 60_000 }, () => {
  it('before the first transaction ends has done nothing at all', async () => {
    const client = await standInTheWay();
    await client.query('begin');
    await client.query('lock table integration_accounts in share row exclusive mode');
    const child = await startWorker();
    child.send({ verb: 'create', input: { provider, identifier: freshName() } });
    await until(() => waitsForLock());
    await kill(child);
    await client.query('rollback');
    expect(await onlyRow()).toBeNull();
    expect(world.lodge.calls).toEqual([]);
    expect(await actions()).toEqual([]);
  });

  it('while it takes back what was canceled leaves nothing of it', async () => {
    world.lodge.after = ({ what }) => {
      if (what === 'create') throw new Error('no answer');
    };
    await made();
    const child = await startWorker();
    const task: WorkerTask = { verb: 'cancel', input: await ref() };
    const letGo = await places['after the system did it, before its answer']?.(() =>
      child.send(task),
    );
    await kill(child);
    await letGo?.();
    await settled();
    expect(await onlyRow()).toBeNull();
    expect(world.lodge.guests.size).toBe(0);
    expect((await actions()).at(-1)).toBe('account.canceled');
  });

  it('as a job in the middle of a step frees the account for the next one at once', async () => {
    world.lodge.before = () => Promise.reject(new Error('down'));
    await made();
    world.lodge.before = null;
    const { accountId } = await ref();
    const due = { nextAttemptAt: new Date(0) };
    await world.em().nativeUpdate(IntegrationAccount, { id: accountId }, due);
    const [first, second] = [await startWorker(), await startWorker()];
    const held = Promise.withResolvers<void>();
    world.lodge.before = () => held.promise;
    first.send({ settle: accountId } satisfies WorkerTask);
    await until(() => world.lodge.calls.length > 1);
    expect(await ask(second, { settle: accountId })).toEqual({ outcome: 'busy' });
    await kill(first);
    world.lodge.before = null;
    held.reject(new Error('The worker is dead.'));
    await until(async () => (await ask(second, { settle: accountId })).outcome === 'done');
    expect(world.lodge.changes).toHaveLength(1);
    expect(await onlyRow()).toMatchObject({ status: 'active', operation: null });
  });
});
