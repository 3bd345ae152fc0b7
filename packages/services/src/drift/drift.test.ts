import { PatchbayError } from '@patchbay/core';
import { AccountDrift, AuditLog, IntegrationAccount, XmppAccount } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Answer, type Guest } from '../accounts/testing/lodge-server.ts';
import { freshName } from '../accounts/testing/world.ts';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { openTwoSystems, type TwoSystems } from '../offboardings/testing/two-systems.ts';
import { compareSystem } from './compare-system.ts';
import { allListableSystems } from './systems.ts';

const { accounts, drift } = services;
const provider = 'inn';

let world: TwoSystems;
let tenant: Awaited<ReturnType<TwoSystems['organization']>>;
let admin: ServiceContext;
let ann: ServiceContext;
/** Whom nobody here knows, with a name that no other test has. */
let stranger: string;
beforeAll(async () => {
  world = await openTwoSystems();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.reset();
  stranger = freshName();
  tenant = await world.organization();
  [admin, ann] = [await tenant.as('admin'), await tenant.as('member')];
});

const { signal } = new AbortController();
const compare = (organizationId = tenant.id) =>
  compareSystem(world.runtime, { organizationId, provider }, signal);
const found = async () => (await drift.list(admin, {})).items;
const only = async () => {
  const [first, ...others] = await found();
  expect(others).toEqual([]);
  if (!first) throw new Error('nothing differs');
  return first;
};
const idOf = ({ principal }: ServiceContext) => principal.actor.id;
const emailOf = ({ principal: { actor } }: ServiceContext) =>
  actor.type === 'user' ? actor.email : '';

const guest = (name: string, more: Partial<Guest> = {}): Guest => ({
  name,
  secret: 'theirs',
  mark: '',
  state: 'active',
  note: '',
  ...more,
});
const arrives = (name: string, more?: Partial<Guest>) =>
  world.inn.guests.set(name, guest(name, more));
/** Ann's account, made a while ago. */
async function made(who = ann) {
  const name = freshName();
  await accounts.create(who, { provider, identifier: name });
  await settleDown();
  return name;
}
const settleDown = () =>
  world.em().nativeUpdate(IntegrationAccount, {}, { updatedAt: new Date(Date.now() - 300_000) });
const accountOf = async (who = ann) => accounts.current(who, { provider });

describe('a comparison', () => {
  it('finds nothing where both sides agree, and says how much it read', async () => {
    await made();
    expect(await compare()).toEqual({ outcome: 'done', seen: 1, open: 0, fresh: 0 });
    const { checks, open } = await drift.summary(admin, {});
    const inn = checks.find((check) => check.provider === provider);
    expect([inn, open]).toMatchObject([
      { state: 'done', canList: true, seen: 1, open: 0, error: null },
      0,
    ]);
  });

  it('finds what is only outside, what vanished, and what differs', async () => {
    const [ben, eve] = [await tenant.as('member'), await tenant.as('member')];
    const [gone, other] = [await made(ben), await made(eve)];
    world.inn.guests.delete(gone);
    arrives(other, { state: 'suspended' });
    arrives(stranger);
    await compare();
    const kinds = (await found()).map(({ identifier, kind, person, here, there, plans }) => ({
      identifier,
      kind,
      person: person?.userId ?? null,
      here,
      there,
      plans,
    }));
    expect(kinds).toHaveLength(3);
    expect(kinds).toEqual(
      expect.arrayContaining([
        {
          identifier: stranger,
          kind: 'unclaimed',
          person: null,
          here: null,
          there: 'active',
          plans: ['adopt', 'suspend_outside', 'remove_outside'],
        },
        {
          identifier: gone,
          kind: 'vanished',
          person: idOf(ben),
          here: 'active',
          there: null,
          plans: ['recreate', 'forget'],
        },
        {
          identifier: other,
          kind: 'differs',
          person: idOf(eve),
          here: 'active',
          there: 'suspended',
          plans: ['resume_outside', 'accept_outside'],
        },
      ]),
    );
  });

  it('does nothing by itself, here or there', async () => {
    world.inn.guests.delete(await made());
    arrives(stranger);
    const before = [...world.inn.guests];
    world.inn.calls.length = 0;
    await compare();
    expect([...world.inn.guests]).toEqual(before);
    expect(world.inn.calls.every(({ what }) => what === 'find' || what === 'list')).toBe(true);
    expect((await accountOf())?.status).toBe('active');
  });

  it('keeps one row for a difference, and closes it when it is gone', async () => {
    arrives(stranger);
    await compare();
    const first = await only();
    expect(await compare()).toMatchObject({ open: 1, fresh: 0 });
    const second = await only();
    expect(second.id).toBe(first.id);
    expect(second.foundAt).toEqual(first.foundAt);
    world.inn.guests.delete(stranger);
    await compare();
    expect(await found()).toEqual([]);
    expect((await drift.list(admin, { state: 'resolved' })).items).toMatchObject([
      { id: first.id, state: 'resolved', plans: [] },
    ]);
  });

  it('does not take for vanished what a listing left out, or what is just being made', async () => {
    const name = await made();
    const kept = world.inn.guests.get(name);
    world.inn.guests.delete(name);
    world.inn.before = ({ what }) => {
      if (what === 'find' && kept) world.inn.guests.set(name, kept);
    };
    await compare();
    expect(await found()).toEqual([]);
    const ben = await tenant.as('member');
    const fresh = freshName();
    await accounts.create(ben, { provider, identifier: fresh });
    world.inn.before = null;
    world.inn.guests.delete(fresh);
    await compare();
    expect(await found()).toEqual([]);
  });

  it('knows names that another organization has there, and those that are leaving', async () => {
    const other = await world.organization();
    const there = await other.as('member');
    const theirs = await made(there);
    const leaving = await made(ann);
    world.inn.before = ({ what }) => {
      if (what === 'remove') throw new Answer(503);
    };
    const members = await services.members.list(await tenant.as('owner'), {});
    const memberId = members.find(({ userId }) => userId === idOf(ann))?.id ?? '';
    await services.offboardings.start(await tenant.as('owner'), { memberId });
    await compare();
    expect(world.inn.guests.has(theirs) && world.inn.guests.has(leaving)).toBe(true);
    expect(await found()).toEqual([]);
  });

  it('notes trouble in words and keeps what it knew', async () => {
    arrives(stranger);
    await compare();
    world.inn.before = ({ what }) => {
      if (what === 'list') throw new Error('nobody expected this');
    };
    await expect(compare()).rejects.toThrow('nobody expected');
    const { checks } = await drift.summary(admin, {});
    expect(checks.find((check) => check.provider === provider)).toMatchObject({
      state: 'failed',
      error: 'Something went wrong here.',
      open: 1,
    });
    world.inn.before = ({ what }) => {
      if (what === 'list') throw new PatchbayError('unavailable', 'The inn is closed.');
    };
    expect(await compare()).toEqual({ outcome: 'failed', error: 'The inn is closed.' });
    expect(await found()).toHaveLength(1);
  });

  it('goes through ten thousand accounts with a handful of statements', async () => {
    for (let number = 0; number < 10_000; number += 1) arrives(`guest${number}`);
    let pages = 0;
    world.inn.before = ({ what }) => {
      pages += what === 'list' ? 1 : 0;
    };
    expect(await compare()).toEqual({ outcome: 'done', seen: 10_000, open: 10_000, fresh: 10_000 });
    expect(pages).toBe(25);
    expect(await compare()).toMatchObject({ open: 10_000, fresh: 0 });
    const page = await drift.list(admin, { limit: 100 });
    expect(page.items).toHaveLength(100);
    const next = await drift.list(admin, { limit: 100, cursor: page.nextCursor ?? '' });
    const ids = new Set([...page.items, ...next.items].map(({ id }) => id));
    expect(ids.size).toBe(200);
    expect((await drift.list(admin, { search: 'guest9999' })).items).toHaveLength(1);
  });

  it('is one at a time', async () => {
    const asked = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    world.inn.before = async () => {
      asked.resolve();
      await second.promise;
    };
    const first = compare();
    await asked.promise;
    expect(await compare()).toMatchObject({ outcome: 'busy' });
    second.resolve();
    expect(await first).toMatchObject({ outcome: 'done' });
  });

  it('is queued once for each system that can be listed, on demand and at night', async () => {
    await drift.check(admin, {});
    const { checks } = await drift.check(admin, {});
    expect(checks.map((check) => check.provider)).toEqual([provider]);
    const jobs = await world
      .em()
      .execute<{ data: { organizationId: string } }[]>(
        `select data from pgboss.job where name = 'check-drift'`,
      );
    const own = jobs.filter(({ data }) => data.organizationId === tenant.id);
    expect(own.map(({ data }) => data)).toEqual([{ organizationId: tenant.id, provider }]);
    const lodge = drift.check(admin, { provider: 'lodge' });
    await expect(lodge).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await allListableSystems(world.runtime)).toContainEqual({
      organizationId: tenant.id,
      provider,
    });
  });
});

describe('whom an account may belong to', () => {
  it('is suggested by our mark, by the address, by the usual name', async () => {
    const usual = emailOf(ann).replace(/@.*/, '').replaceAll('-', '');
    arrives(usual);
    await compare();
    expect((await only()).suggestions).toMatchObject([
      { userId: idOf(ann), because: 'identifier' },
    ]);
    world.inn.guests.delete(usual);
    const name = await made();
    await accounts.remove(ann, { provider, accountId: (await accountOf())?.id ?? '' });
    const { id } = await world
      .em()
      .findOneOrFail(IntegrationAccount, { userId: idOf(ann), identifier: name });
    arrives('renamed', { mark: `patchbay:${id}` });
    await compare();
    expect((await only()).suggestions).toMatchObject([{ userId: idOf(ann), because: 'mark' }]);
  });

  it('is nobody who has an account there, and nobody of another organization', async () => {
    const usual = emailOf(ann).replace(/@.*/, '').replaceAll('-', '');
    await made();
    arrives(usual);
    const there = await (await world.organization()).as('member');
    arrives(emailOf(there).replace(/@.*/, '').replaceAll('-', ''));
    await compare();
    expect((await found()).flatMap(({ suggestions }) => suggestions)).toEqual([]);
  });
});

describe('a plan', () => {
  const apply = async (plan: Parameters<typeof drift.resolve>[1]['plan'], userId?: string) =>
    drift.resolve(admin, { driftId: (await only()).id, plan, ...(userId && { userId }) });

  it('adopts for the person who was chosen', async () => {
    arrives(stranger);
    await compare();
    const nobody = apply('adopt');
    await expect(nobody).rejects.toMatchObject({ code: 'invalid_input' });
    await apply('adopt', idOf(ann));
    expect(await accountOf()).toMatchObject({ identifier: stranger, origin: 'adopted' });
    expect(world.inn.guests.get(stranger)?.secret).toBe('theirs');
    await compare();
    expect(await found()).toEqual([]);
  });

  it('removes outside', async () => {
    arrives(stranger);
    await compare();
    await apply('remove_outside');
    expect(world.inn.guests.size).toBe(0);
    expect(await found()).toEqual([]);
    const [row] = await world
      .em()
      .find(AuditLog, { organizationId: tenant.id, action: 'drift.applied' });
    expect(row).toMatchObject({
      provider,
      details: { kind: 'unclaimed', identifier: stranger, plan: 'remove_outside' },
    });
  });

  it('never removes what has become somebody’s meanwhile', async () => {
    arrives(stranger);
    await compare();
    const { id } = await only();
    const other = await world.organization();
    const there = await other.as('admin');
    await accounts.adopt(there, { provider, personId: idOf(there), identifier: stranger });
    const work = drift.resolve(admin, { driftId: id, plan: 'remove_outside' });
    await expect(work).rejects.toMatchObject({ code: 'conflict' });
    expect(world.inn.guests.has(stranger)).toBe(true);
    expect((await only()).lastError).toContain('somebody’s account');
  });

  it('is read one by one by its id', async () => {
    arrives(stranger);
    arrives(freshName());
    await compare();
    const chosen = (await found()).find(({ identifier }) => identifier === stranger);
    const { items } = await drift.list(admin, { id: chosen?.id });
    expect(items.map(({ identifier }) => identifier)).toEqual([stranger]);
  });

  it('leaves the account its name when something is under way with it', async () => {
    const name = await made();
    const { id } = await accountOf();
    const typed = { account: id, organizationId: tenant.id, jid: name, username: name };
    await world.em().insert(XmppAccount, typed);
    world.inn.guests.delete(name);
    await compare();
    await world.em().nativeUpdate(IntegrationAccount, { id }, { operation: 'suspend' });
    await expect(apply('forget')).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.em().count(XmppAccount, { account: id })).toBe(1);
  });

  it('recreates under the old name, with a secret that nobody is told', async () => {
    const name = await made();
    world.inn.guests.delete(name);
    await compare();
    const applied = await apply('recreate');
    const { accountId } = applied;
    const there = world.inn.guests.get(name);
    expect(there).toMatchObject({ mark: `patchbay:${accountId}` });
    expect(await accountOf()).toMatchObject({
      id: accountId,
      identifier: name,
      status: 'active',
      secretShown: false,
    });
    const told = JSON.stringify([applied, await world.contents()]);
    expect(told).not.toContain(there?.secret);
  });

  it('forgets what is gone for good, which frees the name', async () => {
    const name = await made();
    world.inn.guests.delete(name);
    await compare();
    await apply('forget');
    expect(await accountOf().catch(({ code }) => code)).toBe('not_found');
    const ben = await tenant.as('member');
    await accounts.create(ben, { provider, identifier: name });
    expect(world.inn.guests.has(name)).toBe(true);
  });

  it('does not forget what is there again', async () => {
    const name = await made();
    world.inn.guests.delete(name);
    await compare();
    arrives(name);
    await expect(apply('forget')).rejects.toMatchObject({ code: 'conflict' });
    expect((await accountOf())?.status).toBe('active');
  });

  it('brings both sides to one state, either way', async () => {
    const name = await made();
    arrives(name, { state: 'suspended' });
    await compare();
    await apply('resume_outside');
    expect(world.inn.guests.get(name)?.state).toBe('active');
    arrives(name, { state: 'suspended' });
    await compare();
    await apply('accept_outside');
    expect((await accountOf())?.status).toBe('suspended');
    expect(world.inn.guests.get(name)?.state).toBe('suspended');
    await settleDown();
    expect(await compare()).toMatchObject({ open: 0 });
  });

  it('is refused where it makes no sense, and after the fact', async () => {
    arrives(stranger);
    await compare();
    const { id } = await only();
    const odd = drift.resolve(admin, { driftId: id, plan: 'recreate' });
    await expect(odd).rejects.toMatchObject({ code: 'invalid_input' });
    world.inn.guests.delete(stranger);
    await compare();
    const late = drift.resolve(admin, { driftId: id, plan: 'remove_outside' });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps the difference, with the reason, when the system refuses', async () => {
    arrives(stranger);
    await compare();
    world.inn.before = ({ what }) => {
      if (what === 'remove') throw new Answer(503);
    };
    await expect(apply('remove_outside')).rejects.toThrow();
    expect((await only()).lastError).not.toBeNull();
  });
});

describe('ignoring', () => {
  it('takes a bot out of sight for good, until somebody looks again', async () => {
    arrives('chanserv');
    await compare();
    const { id } = await only();
    await drift.ignore(admin, { driftId: id, reason: 'A bot.' });
    expect(await found()).toEqual([]);
    await compare();
    expect(await found()).toEqual([]);
    const [ignored] = (await drift.list(admin, { state: 'ignored' })).items;
    expect(ignored).toMatchObject({ id, ignored: { reason: 'A bot.', by: 'Some admin' } });
    await drift.unignore(admin, { driftId: id });
    expect(await only()).toMatchObject({ id, ignored: null });
  });

  it('ends when the difference becomes another one', async () => {
    const name = await made();
    arrives(name, { state: 'suspended' });
    await compare();
    await drift.ignore(admin, { driftId: (await only()).id, reason: 'On leave.' });
    world.inn.guests.delete(name);
    await compare();
    expect(await only()).toMatchObject({ kind: 'vanished', state: 'open', ignored: null });
  });
});

it('is nobody else’s: another organization sees and changes nothing', async () => {
  arrives(stranger);
  await compare();
  const { id } = await only();
  const there = await (await world.organization()).as('admin');
  expect((await drift.list(there, {})).items).toEqual([]);
  const works = [
    () => drift.resolve(there, { driftId: id, plan: 'remove_outside' }),
    () => drift.ignore(there, { driftId: id, reason: 'Mine.' }),
    () => drift.unignore(there, { driftId: id }),
  ];
  for (const work of works) await expect(work()).rejects.toMatchObject({ code: 'not_found' });
  expect(world.inn.guests.has(stranger)).toBe(true);
});

it('does not list a system that organizations share through the environment', async () => {
  const shared = {
    ...world.runtime,
    variables: { INN_URL: world.inn.url, INN_TOKEN: 'the-token-of-the-inn' },
  };
  await services.integrations.remove(admin, { provider });
  const result = await compareSystem(shared, { organizationId: tenant.id, provider }, signal);
  expect(result).toMatchObject({ outcome: 'failed', error: expect.stringContaining('share') });
  expect(await world.em().count(AccountDrift, { organizationId: tenant.id })).toBe(0);
});
