import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AccountRemoval, Member } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { freshName } from '../accounts/testing/world.ts';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { testKeys } from '../kernel/testing/world.ts';
import { settleRemovals } from './settle-due.ts';
import { openTwoSystems, type TwoSystems } from './testing/two-systems.ts';

const script = fileURLToPath(new URL('./testing/worker.ts', import.meta.url));

let world: TwoSystems;
let owner: ServiceContext;
let offboardingId: string;
let name: string;
beforeAll(async () => {
  world = await openTwoSystems();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.reset();
  const tenant = await world.organization();
  owner = await tenant.as('owner');
  const ann = await tenant.as('member');
  name = freshName();
  await services.accounts.create(ann, { provider: 'lodge', identifier: name });
  const where = { organizationId: tenant.id, userId: ann.principal.actor.id };
  const { id } = await world.em().findOneOrFail(Member, where);
  offboardingId = (await services.offboardings.start(owner, { memberId: id })).id;
});

function startWorker(): ChildProcess {
  const order = { url: world.url, keys: testKeys.current, offboardingId };
  const child = fork(script, [JSON.stringify(order)], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const only = async () => world.em().findOneOrFail(AccountRemoval, { offboarding: offboardingId });
const due = () =>
  world
    .em()
    .nativeUpdate(AccountRemoval, { offboarding: offboardingId }, { nextAttemptAt: new Date(0) });
const { signal } = new AbortController();
const settle = () => settleRemovals(world.runtime, { offboardingId, limit: 10, signal });

it.each(['before', 'after'] as const)(
  'a worker that dies %s the system has done it leaves nothing half-done',
  async (moment) => {
    const arrived = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    world.lodge[moment] = async ({ what }) => {
      if (what !== 'remove') return;
      arrived.resolve();
      await held.promise;
    };
    const child = startWorker();
    await arrived.promise;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    held.resolve();
    world.lodge[moment] = null;
    while (world.lodge.guests.has(name)) await wait(10);

    // Its lease still runs: nobody else may be at the same account.
    expect(await only()).toMatchObject({ state: 'running', attempts: 1 });
    expect(await settle()).toMatchObject({ tried: 0 });
    await due();
    expect(await settle()).toEqual({ tried: 1, removed: 1, failed: 0 });
    expect(await only()).toMatchObject({ state: 'deleted', attempts: 2 });
    expect(world.lodge.changes.filter((change) => change.startsWith('remove'))).toEqual([
      `remove ${name}`,
    ]);
    const { state } = await services.offboardings.get(owner, { offboardingId });
    expect(state).toBe('done');
  },
);

it('two workers at once remove each account once', async () => {
  const calls = () => world.lodge.calls.filter(({ what }) => what === 'remove').length;
  const [first, second] = await Promise.all([settle(), settle()]);
  expect(first.tried + second.tried).toBe(1);
  expect(calls()).toBe(1);
});

it('an attempt that was overtaken does not count any more', async () => {
  const held = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  world.lodge.before = async ({ what }) => {
    if (what !== 'remove') return;
    world.lodge.before = null;
    arrived.resolve();
    await held.promise;
  };
  const slow = settle();
  await arrived.promise;
  await due();
  await settle();
  held.resolve();
  await slow;
  expect(await only()).toMatchObject({ state: 'deleted', attempts: 2 });
  const log = await services.audit.list(owner, { action: 'offboarding.account_removed' });
  expect(log.items).toHaveLength(1);
});
