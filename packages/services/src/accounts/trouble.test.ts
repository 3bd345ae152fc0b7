import { setTimeout as wait } from 'node:timers/promises';
import { IntegrationAccount } from '@patchbay/db';
import { describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import { settleOutstanding } from './outstanding.ts';
import { Answer } from './testing/lodge-server.ts';
import { useScene } from './testing/scene.ts';

const { accounts } = services;
const provider = 'lodge';
const scene = useScene();

describe('a system in trouble', () => {
  const down = (status: number, headers = {}) => {
    scene.world.lodge.before = () => {
      throw new Answer(status, headers);
    };
  };

  it('leaves the account under way, and a job finishes it', async () => {
    down(503);
    const { account, outcome, secret } = await scene.made();
    expect({ outcome, secret }).toEqual({ outcome: 'under_way', secret: null });
    expect(account).toMatchObject({
      status: 'provisioning',
      operation: { kind: 'create', attempts: 1, trouble: 'provider', failed: false },
    });
    scene.world.lodge.before = null;
    expect(await scene.jobComesBy(account.id)).toMatchObject({ settled: 1 });
    const after = await accounts.current(scene.ann, { provider });
    expect(after).toMatchObject({ status: 'active', operation: null, secretShown: false });
    expect(scene.world.lodge.changes).toEqual([`create ${account.identifier}`]);
    const reset = await accounts.resetSecret(scene.ann, { provider, accountId: account.id });
    expect(reset.account?.secretShown).toBe(true);
  });

  it('that refuses our credentials is left alone for a while, for all accounts there', async () => {
    const [ben, cleo] = [await scene.tenant.as('member'), await scene.tenant.as('member')];
    down(503);
    const first = await scene.made(scene.ann);
    await scene.made(ben);
    down(401);
    const last = await scene.made(cleo);
    expect(last.account.operation).toMatchObject({ trouble: 'auth' });
    const at = last.account.operation?.nextAttemptAt?.getTime() ?? 0;
    expect(at).toBeGreaterThan(Date.now() + 4 * 60_000);
    const row = await scene.world.row(first.account.id);
    expect(row?.nextAttemptAt?.getTime()).toBe(at);
    const calls = scene.world.lodge.calls.length;
    const { again } = await settleOutstanding(
      scene.world.runtime,
      [first.account.id],
      new AbortController().signal,
    );
    expect(again).toMatchObject({ accountIds: [first.account.id], at: new Date(at) });
    expect(scene.world.lodge.calls).toHaveLength(calls);
  });

  it('that asks to wait is obeyed', async () => {
    down(429, { 'retry-after': '600' });
    const { account } = await scene.made();
    const at = account.operation?.nextAttemptAt?.getTime() ?? 0;
    expect(account.operation?.trouble).toBe('rate_limited');
    expect(at).toBeGreaterThan(Date.now() + 590_000);
  });

  it('can be tried again at once, or given up', async () => {
    down(503);
    const { ref, account } = await scene.made();
    scene.world.lodge.before = null;
    const retried = await accounts.retry(scene.ann, ref);
    expect(retried).toMatchObject({ outcome: 'done', secret: expect.any(String) });
    expect(scene.world.lodge.guests.get(account.identifier)?.secret).toBe(retried.secret);
    await accounts.remove(scene.ann, ref);

    down(503);
    const second = await scene.made();
    scene.world.lodge.before = null;
    const canceled = await accounts.cancel(scene.ann, second.ref);
    expect(canceled).toMatchObject({ account: null, outcome: 'done' });
    expect(scene.world.lodge.guests.size).toBe(0);
    expect((await scene.actions()).at(-1)).toBe('account.canceled');
  });

  it('keeps its secret for whoever asks for it, not for whoever writes something down', async () => {
    down(503);
    const { ref } = await scene.made();
    scene.world.lodge.before = null;
    const noted = await accounts.update(scene.admin, { ...ref, metadata: { floor: 2 } });
    expect(noted).toMatchObject({ outcome: 'under_way', secret: null });
    expect(await accounts.retry(scene.ann, ref)).toMatchObject({
      outcome: 'done',
      secret: expect.any(String),
      account: { metadata: { floor: 2 } },
    });
  });

  it('that made the account without an answer has it taken away again when it is given up', async () => {
    scene.world.lodge.after = ({ what }) => {
      if (what === 'create') throw new Answer(502);
    };
    const { ref, account } = await scene.made();
    expect(scene.world.lodge.guests.has(account.identifier)).toBe(true);
    await accounts.cancel(scene.ann, ref);
    expect(scene.world.lodge.changes).toEqual([
      `create ${account.identifier}`,
      `remove ${account.identifier}`,
    ]);
    expect(await scene.world.row(account.id)).toBeNull();
  });

  it('whose name somebody else took meanwhile keeps theirs, whatever is done here', async () => {
    down(503);
    const { ref, account } = await scene.made();
    const name = account.identifier;
    scene.world.lodge.before = null;
    scene.world.lodge.guests.set(name, {
      name,
      secret: 'theirs',
      mark: '',
      state: 'active',
      note: '',
    });
    expect(await scene.jobComesBy(account.id)).toMatchObject({ failed: 1 });
    expect((await accounts.current(scene.ann, { provider })).operation).toMatchObject({
      failed: true,
      trouble: 'taken',
    });
    expect((await accounts.cancel(scene.ann, ref)).account).toBeNull();
    expect(scene.world.lodge.guests.get(name)?.secret).toBe('theirs');
    expect((await scene.made(scene.ann)).outcome).toBe('done');
  });

  it('that is slow is answered as under way, and the secret counts as never shown', async () => {
    const held = Promise.withResolvers<void>();
    scene.world.lodge.before = () => held.promise;
    const { account, outcome } = await scene.made();
    expect(outcome).toBe('under_way');
    held.resolve();
    while ((await scene.world.row(account.id))?.operation) await wait(20);
    expect(await scene.world.row(account.id)).toMatchObject({
      status: 'active',
      secretShown: false,
    });
    expect(scene.world.lodge.changes).toEqual([`create ${account.identifier}`]);
  });

  it('is never asked by two at once for the same account', async () => {
    const { ref, account } = await scene.made();
    const held = Promise.withResolvers<void>();
    scene.world.lodge.before = () => held.promise;
    scene.world.lodge.busiest = 0;
    const first = accounts.update(scene.ann, { ...ref, status: 'suspended' });
    while (scene.world.lodge.calls.at(-1)?.what !== 'suspend') await wait(10);
    const others = await Promise.all([1, 2, 3].map(() => scene.jobComesBy(account.id)));
    expect(others.every(({ again }) => again?.accountIds.length === 1)).toBe(true);
    held.resolve();
    expect((await first).outcome).toBe('done');
    expect(scene.world.lodge.busiest).toBe(1);
    expect(scene.world.lodge.changes).toEqual([
      `create ${account.identifier}`,
      `suspend ${account.identifier}`,
    ]);
  });
});

describe('an integration that is set up for another system now', () => {
  const moved = async () => {
    const made = await scene.made();
    const { id } = made.account;
    await scene.world.em().nativeUpdate(IntegrationAccount, { id }, { system: 'before.example' });
    return made;
  };

  it('lets nobody reach the account of the same name there', async () => {
    const { ref, account } = await moved();
    const before = { ...scene.world.lodge.guests.get(account.identifier) };
    const calls = scene.world.lodge.calls.length;
    const refused = expect.objectContaining({
      code: 'conflict',
      message: expect.stringContaining('is at before.example'),
    });
    await expect(accounts.resetSecret(scene.ann, ref)).rejects.toEqual(refused);
    await expect(accounts.update(scene.ann, { ...ref, status: 'suspended' })).rejects.toEqual(
      refused,
    );
    await expect(accounts.remove(scene.ann, ref)).rejects.toEqual(refused);
    await expect(
      accounts.custom(scene.ann, { ...ref, operation: 'look', input: {} }),
    ).rejects.toEqual(refused);
    expect(scene.world.lodge.guests.get(account.identifier)).toEqual(before);
    expect(scene.world.lodge.calls).toHaveLength(calls);
    expect(await accounts.get(scene.ann, ref)).toMatchObject({
      status: 'active',
      operation: null,
      connect: [],
    });
  });

  it('leaves what a canceled account may have left where it was', async () => {
    scene.world.lodge.before = () => {
      throw new Answer(503);
    };
    const { ref, account } = await moved();
    scene.world.lodge.before = null;
    scene.world.lodge.guests.set(account.identifier, {
      name: account.identifier,
      secret: 'theirs',
      mark: `patchbay:${account.id}`,
      state: 'active',
      note: '',
    });
    expect(await accounts.cancel(scene.ann, ref)).toMatchObject({ account: null, outcome: 'done' });
    expect(scene.world.lodge.guests.has(account.identifier)).toBe(true);
  });
});
