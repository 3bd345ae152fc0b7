import { AccountBulkItem, AuditLog, IntegrationAccount, Member, User } from '@patchbay/db';
import { settleAccounts, waitingJobs } from '@patchbay/jobs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { overdueAccounts, settleOutstanding } from './outstanding.ts';
import { Answer } from './testing/lodge-server.ts';
import { type AccountWorld, openAccountWorld } from './testing/world.ts';

const { accounts } = services;
const provider = 'lodge';

let world: AccountWorld;
let tenant: Awaited<ReturnType<AccountWorld['organization']>>;
let admin: ServiceContext;
beforeAll(async () => {
  world = await openAccountWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.lodge.reset();
  tenant = await world.organization();
  admin = await tenant.as('admin');
  await world.em().execute('delete from pgboss.job');
});

/** New people of the organization, in two statements. */
async function people(count: number, email = (_n: number) => `${crypto.randomUUID()}@example.org`) {
  const users = Array.from({ length: count }, (_, n) => ({
    id: crypto.randomUUID(),
    name: `Person ${n}`,
    email: email(n),
    emailVerified: true,
    operator: false,
  }));
  await world.em().insertMany(User, users);
  const role = 'member' as const;
  const createdAt = new Date();
  await world.em().insertMany(
    Member,
    users.map(({ id }) => ({ organizationId: tenant.id, userId: id, role, createdAt })),
  );
  return users.map(({ id }) => ({ personId: id }));
}

const jobs = () => waitingJobs(world.em(), settleAccounts);
const never = new AbortController().signal;
const work = async (accountIds: readonly string[]) =>
  settleOutstanding(world.runtime, accountIds, never);
const workAll = async () => {
  for (const { input } of await jobs()) await work(input.accountIds);
};

describe('a thousand accounts', () => {
  it('are made in the background, a few at a time, with progress that anybody can read again', async () => {
    const wanted = await people(1_000);
    const bulk = await accounts.createMany(admin, { provider, people: wanted });
    expect(bulk).toMatchObject({ kind: 'create', total: 1_000, waiting: 1_000, done: 0 });
    expect(world.lodge.calls).toEqual([]);
    const queued = await jobs();
    expect(queued).toHaveLength(50);

    for (const { input } of queued.slice(0, 25)) await work(input.accountIds);
    const half = await accounts.bulk(admin, { bulkId: bulk.id });
    expect(half).toMatchObject({ total: 1_000, waiting: 500, done: 500, failed: 0 });

    for (const { input } of queued.slice(25)) await work(input.accountIds);
    const whole = await accounts.bulk(admin, { bulkId: bulk.id });
    expect(whole).toMatchObject({ waiting: 0, done: 1_000, failures: [] });
    expect(world.lodge.guests.size).toBe(1_000);
    expect(world.lodge.changes).toHaveLength(1_000);
    expect(world.lodge.busiest).toBeLessThanOrEqual(3);
    const where = { organizationId: tenant.id };
    expect(await world.em().count(IntegrationAccount, { ...where, status: 'active' })).toBe(1_000);
    expect(await world.em().count(AuditLog, { ...where, action: 'account.created' })).toBe(1_000);
    const { intact } = await services.audit.verify(admin, {});
    expect(intact).toBe(true);
  }, 240_000);
});

describe('a bulk', () => {
  it('makes different names of addresses that suggest the same', async () => {
    const wanted = await people(3, (n) => `ann@${n}-${crypto.randomUUID()}.example.org`);
    await accounts.createMany(admin, { provider, people: wanted });
    await workAll();
    expect([...world.lodge.guests.keys()].sort()).toEqual(['ann', 'ann2', 'ann3']);
  });

  it('makes no accounts whose password nobody would ever see', async () => {
    const [person] = await people(1);
    if (!person) throw new Error('There is one person.');
    const settings = {
      athemeUrl: 'https://atheme.example.org:8081/jsonrpc',
      server: 'irc.example.org',
    };
    await services.integrations.configure(await tenant.as('owner'), { provider: 'irc', settings });
    const asked = { ...person, identifier: 'ann' };
    await expect(
      accounts.createMany(admin, { provider: 'irc', people: [asked] }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('each person has to create their own'),
    });
    expect(await world.em().count(IntegrationAccount, { userId: person.personId })).toBe(0);
  });

  it('counts whoever cannot have one as failed, and stops nobody else', async () => {
    const [first, second, third, fourth] = await people(4);
    if (!first || !second || !third || !fourth) throw new Error('There are four people.');
    await accounts.create(admin, { provider, identifier: 'there', ...first });
    world.lodge.guests.set('outside', {
      name: 'outside',
      secret: 'theirs',
      mark: '',
      state: 'active',
      note: '',
    });
    const bulk = await accounts.createMany(admin, {
      provider,
      people: [
        first,
        { ...second, identifier: 'Not valid!' },
        { ...third, identifier: 'outside' },
        { ...fourth, identifier: 'fine' },
      ],
    });
    expect(bulk).toMatchObject({ total: 4, failed: 2, waiting: 2 });
    await workAll();
    const after = await accounts.bulk(admin, { bulkId: bulk.id });
    expect(after).toMatchObject({ done: 1, failed: 3, waiting: 0 });
    expect(after.failures.map(({ identifier, error }) => [identifier, error])).toEqual([
      ['Not valid!', 'must be small letters and digits'],
      ['outside', 'outside is taken.'],
      ['there', 'Has an account there already.'],
    ]);
    expect(world.lodge.guests.get('outside')?.secret).toBe('theirs');
  });

  it('tells its passwords to nobody: each person makes their own', async () => {
    const wanted = await people(1);
    await accounts.createMany(admin, { provider, people: wanted });
    await workAll();
    const { items } = await accounts.list(admin, { provider });
    expect(items).toMatchObject([{ status: 'active', secretShown: false }]);
    const [guest] = world.lodge.guests.values();
    expect(JSON.stringify(await world.contents())).not.toContain(guest?.secret);
  });

  it('that is canceled takes back what nobody began', async () => {
    const bulk = await accounts.createMany(admin, { provider, people: await people(60) });
    const [first] = await jobs();
    await work(first?.input.accountIds ?? []);
    const canceled = await accounts.cancelBulk(admin, { bulkId: bulk.id });
    expect(canceled).toMatchObject({ done: 20, canceled: 40, waiting: 0, total: 60 });
    await workAll();
    expect(world.lodge.guests.size).toBe(20);
    expect(await world.em().count(IntegrationAccount, { organizationId: tenant.id })).toBe(20);
  });

  it('suspends, resumes and removes', async () => {
    await accounts.createMany(admin, { provider, people: await people(30) });
    await workAll();
    const listed = [
      ...(await accounts.list(admin, { limit: 20 })).items,
      ...(await accounts.list(admin, { limit: 100 })).items,
    ];
    const accountIds = [...new Set(listed.map(({ id }) => id))];
    const [one = ''] = accountIds;
    await accounts.update(admin, { provider, accountId: one, status: 'suspended' });
    for (const change of ['suspend', 'resume', 'remove'] as const) {
      const bulk = await accounts.changeMany(admin, { provider, change, accountIds });
      // One of them was suspended before.
      expect(bulk.done).toBe(change === 'suspend' ? 1 : 0);
      await workAll();
      const after = await accounts.bulk(admin, { bulkId: bulk.id });
      expect(after).toMatchObject({ kind: change, total: 30, done: 30 });
    }
    expect(world.lodge.guests.size).toBe(0);
    const bulks = await accounts.bulks(admin, { limit: 2 });
    expect(bulks.items.map(({ kind }) => kind)).toEqual(['remove', 'resume']);
    const rest = await accounts.bulks(admin, { limit: 5, cursor: bulks.nextCursor ?? '' });
    expect(rest.items.map(({ kind }) => kind)).toEqual(['suspend', 'create']);
  });

  it('knocks once, not for each account, at a system that refuses us', async () => {
    world.lodge.before = () => {
      throw new Answer(401);
    };
    const bulk = await accounts.createMany(admin, { provider, people: await people(60) });
    for (const { input } of await jobs()) await work(input.accountIds);
    // Those that were side by side with the first.
    expect(world.lodge.calls.length).toBeLessThanOrEqual(3);
    expect(await accounts.bulk(admin, { bulkId: bulk.id })).toMatchObject({ waiting: 60 });
    expect(await overdueAccounts(world.runtime, 100)).toEqual([]);
  });

  it('whose jobs got lost is found again', async () => {
    await accounts.createMany(admin, { provider, people: await people(5) });
    await world.em().execute('delete from pgboss.job');
    expect(await overdueAccounts(world.runtime, 100)).toEqual([]);
    const longAgo = { nextAttemptAt: new Date(Date.now() - 120_000) };
    await world.em().nativeUpdate(IntegrationAccount, { organizationId: tenant.id }, longAgo);
    const ids = await overdueAccounts(world.runtime, 100);
    expect(ids).toHaveLength(5);
    expect(await work(ids)).toMatchObject({ settled: 5, again: null });
  });

  it('does not exist for another organization', async () => {
    const wanted = await people(2);
    const bulk = await accounts.createMany(admin, { provider, people: wanted });
    const { items } = await accounts.list(admin, {});
    const abroad = await (await world.organization()).as('owner');
    const accountIds = items.map(({ id }) => id);
    const attempts = [
      () => accounts.bulk(abroad, { bulkId: bulk.id }),
      () => accounts.cancelBulk(abroad, { bulkId: bulk.id }),
      () => accounts.createMany(abroad, { provider, people: wanted }),
      () => accounts.changeMany(abroad, { provider, change: 'remove', accountIds }),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    expect((await accounts.bulks(abroad, {})).items).toEqual([]);
    expect(await world.em().count(AccountBulkItem, { bulk: bulk.id, outcome: 'waiting' })).toBe(2);
  });
});
