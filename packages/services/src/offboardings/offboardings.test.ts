import { createHash } from 'node:crypto';
import { canonicalJson } from '@patchbay/crypto';
import { AccountRemoval, ApiKey, AuditLog, IntegrationAccount, Member, User } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Answer } from '../accounts/testing/lodge-server.ts';
import { freshName } from '../accounts/testing/world.ts';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { deleteOwnPerson } from '../people/delete.ts';
import { settleRemovals } from './settle-due.ts';
import { closeStrays } from './strays.ts';
import { openTwoSystems, type TwoSystems } from './testing/two-systems.ts';

const { accounts, keys, members, offboardings, people } = services;

let world: TwoSystems;
let tenant: Awaited<ReturnType<TwoSystems['organization']>>;
let owner: ServiceContext;
let ann: ServiceContext;
beforeAll(async () => {
  world = await openTwoSystems();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.reset();
  tenant = await world.organization();
  [owner, ann] = [await tenant.as('owner'), await tenant.as('member')];
});

const idOf = ({ principal }: ServiceContext) => principal.actor.id;
const memberOf = async (who: ServiceContext) => {
  const found = await world
    .em()
    .findOneOrFail(Member, { organizationId: tenant.id, userId: idOf(who) });
  return found.id;
};
const both = async (who = ann) => {
  const name = freshName();
  for (const provider of ['lodge', 'inn'])
    await accounts.create(who, { provider, identifier: name });
  return name;
};
const start = async (who = ann, more: { revokeKeys?: boolean; reason?: string } = {}) =>
  offboardings.start(owner, { memberId: await memberOf(who), ...more });
const signal = new AbortController().signal;
/** A job comes by, whenever its time was. */
async function jobComesBy() {
  await world
    .em()
    .nativeUpdate(
      AccountRemoval,
      { state: { $in: ['waiting', 'running'] } },
      { nextAttemptAt: new Date(0) },
    );
  return settleRemovals(world.runtime, { limit: 100, signal });
}
const report = (id: string) => offboardings.get(owner, { offboardingId: id });
const trail = async () => {
  const where = { organizationId: tenant.id };
  const rows = await world.em().find(AuditLog, where, { orderBy: { sequence: 'asc' } });
  return rows.map(({ action }) => action).filter((action) => !action.startsWith('account.'));
};

describe('a plan', () => {
  it('names every account, what becomes of it, and the keys, and changes nothing', async () => {
    const name = await both();
    const admin = await tenant.as('admin');
    const memberId = await memberOf(admin);
    const own = await keys.create(admin, { name: 'Sync', permissions: ['settings:read'] });
    const plan = await offboardings.plan(owner, { memberId: await memberOf(ann) });
    expect(plan).toMatchObject({ person: { userId: idOf(ann) }, keys: [], refusal: null });
    expect(plan.accounts).toMatchObject([
      { provider: 'inn', providerName: 'Inn', identifier: name, plan: 'deleted' },
      { provider: 'lodge', identifier: name, plan: 'deleted', about: 'The room is gone.' },
    ]);
    const other = await offboardings.plan(owner, { memberId });
    expect(other.keys).toMatchObject([{ id: own.id, name: 'Sync' }]);
    expect(other.accounts).toEqual([]);
    expect(world.lodge.changes).toEqual([`create ${name}`]);
  });

  it('says why the last owner cannot go', async () => {
    const plan = await offboardings.plan(owner, { memberId: await memberOf(owner) });
    expect(plan.refusal).toContain('last owner');
    await expect(start(owner)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('does not know members of another organization', async () => {
    const there = await (await world.organization()).as('owner');
    const memberId = await memberOf(ann);
    for (const verb of [offboardings.plan, offboardings.start])
      await expect(verb(there, { memberId })).rejects.toMatchObject({ code: 'not_found' });
    expect(await world.em().count(Member, { id: memberId })).toBe(1);
  });
});

describe('offboarding', () => {
  it('ends the membership at once, and the accounts as soon as a job comes by', async () => {
    const name = await both();
    const begun = await start(ann, { reason: 'Moved on' });
    expect(begun).toMatchObject({ state: 'running', accounts: 2, waiting: 2, by: 'Some owner' });
    expect(await world.em().count(Member, { userId: idOf(ann) })).toBe(0);
    expect(world.lodge.guests.has(name)).toBe(true);
    expect(await jobComesBy()).toEqual({ tried: 2, removed: 2, failed: 0 });
    expect(world.lodge.guests.size + world.inn.guests.size).toBe(0);
    expect(await report(begun.id)).toMatchObject({
      state: 'done',
      settled: 2,
      reason: 'Moved on',
      removals: [
        { provider: 'inn', state: 'deleted', attempts: 1, error: null },
        { provider: 'lodge', state: 'deleted', attempts: 1, error: null },
      ],
    });
    expect((await trail()).slice(-4)).toEqual([
      'offboarding.started',
      'member.removed',
      'offboarding.account_removed',
      'offboarding.account_removed',
    ]);
    expect(await services.audit.verify(owner, {})).toMatchObject({ intact: true });
  });

  it('revokes the keys that the person made, unless told', async () => {
    const [eve, max] = [await tenant.as('admin'), await tenant.as('admin')];
    const made = await keys.create(eve, { name: 'Sync', permissions: ['settings:read'] });
    const kept = await keys.create(max, { name: 'Other', permissions: ['settings:read'] });
    expect(await start(eve)).toMatchObject({ keysRevoked: 1 });
    expect(await start(max, { revokeKeys: false })).toMatchObject({ keysRevoked: 0 });
    const revoked = async (id: string) =>
      Boolean((await world.em().findOneOrFail(ApiKey, { id })).revokedAt);
    expect([await revoked(made.id), await revoked(kept.id)]).toEqual([true, false]);
    expect(await trail()).toContain('api_key.revoked');
  });

  it('holds the name here until it is free there, and lets it go then', async () => {
    const name = await both();
    world.lodge.before = () => {
      throw new Answer(503);
    };
    await start();
    await jobComesBy();
    world.lodge.before = null;
    const ben = await tenant.as('member');
    const again = () => accounts.create(ben, { provider: 'lodge', identifier: name });
    await expect(again()).rejects.toMatchObject({ code: 'conflict' });
    await jobComesBy();
    expect(await again()).toMatchObject({ outcome: 'done' });
  });

  it('also happens when somebody is removed or leaves by themselves', async () => {
    const ben = await tenant.as('member');
    const names = [await both(ann), await both(ben)];
    await members.remove(owner, { memberId: await memberOf(ann) });
    await members.leave(ben, {});
    await jobComesBy();
    for (const name of names) expect(world.lodge.guests.has(name)).toBe(false);
    expect((await offboardings.list(owner, {})).items).toHaveLength(2);
  });

  it('takes an account along that was being made in the same moment', async () => {
    const begun = await start();
    const name = freshName();
    await world.em().insert(Member, {
      organizationId: tenant.id,
      userId: idOf(ann),
      role: 'member',
      createdAt: new Date(),
    });
    await accounts.create(ann, { provider: 'lodge', identifier: name });
    expect(await closeStrays(world.runtime, 10)).toBe(0);
    await world.em().nativeDelete(Member, { userId: idOf(ann) });
    expect(await closeStrays(world.runtime, 10)).toBe(1);
    await jobComesBy();
    expect(world.lodge.guests.has(name)).toBe(false);
    expect(await report(begun.id)).toMatchObject({ removals: [{ identifier: name }] });
  });

  it('leaves alone what never came to be, and a name that is somebody else’s', async () => {
    const name = freshName();
    world.lodge.guests.set(name, { name, secret: 'theirs', mark: '', state: 'active', note: '' });
    await accounts.create(ann, { provider: 'lodge', identifier: name }).catch(() => undefined);
    const begun = await start();
    await jobComesBy();
    expect(begun.accounts).toBe(0);
    expect(world.lodge.guests.get(name)?.secret).toBe('theirs');
  });

  it('removes one that was cut short on its way only if it carries our mark', async () => {
    const [ours, theirs] = [freshName(), freshName()];
    world.lodge.after = () => {
      throw new Answer(502);
    };
    const ben = await tenant.as('member');
    await accounts.create(ann, { provider: 'lodge', identifier: ours });
    await accounts.create(ben, { provider: 'lodge', identifier: theirs });
    world.lodge.after = null;
    const guest = world.lodge.guests.get(theirs);
    if (guest) world.lodge.guests.set(theirs, { ...guest, mark: 'somebody' });
    await start(ann);
    await start(ben);
    await jobComesBy();
    expect([world.lodge.guests.has(ours), world.lodge.guests.has(theirs)]).toEqual([false, true]);
  });
});

it('waits for an account that may still be on its way to a slow system', async () => {
  world.lodge.before = () => {
    throw new Answer(503);
  };
  await accounts.create(ann, { provider: 'lodge', identifier: freshName() });
  world.lodge.before = null;
  const { id } = await start();
  await jobComesBy();
  expect((await report(id)).removals).toMatchObject([
    { state: 'waiting', error: 'It may still be on its way there.' },
  ]);
  await world.em().nativeUpdate(AccountRemoval, { offboarding: id }, { createdAt: new Date(0) });
  await jobComesBy();
  expect((await report(id)).removals).toMatchObject([
    { state: 'deleted', error: 'It had never been made.' },
  ]);
});

describe('trouble at a system', () => {
  it('does not hold up the others, is told in words, and is tried again', async () => {
    const name = await both();
    world.lodge.before = () => {
      throw new Answer(503);
    };
    const { id } = await start();
    expect(await jobComesBy()).toEqual({ tried: 2, removed: 1, failed: 0 });
    expect(world.inn.guests.has(name)).toBe(false);
    const between = await report(id);
    expect(between).toMatchObject({ state: 'running', settled: 1, waiting: 1 });
    const [, lodge] = between.removals;
    expect(lodge).toMatchObject({ state: 'waiting', attempts: 1, finishedAt: null });
    expect(lodge?.error).toMatch(/Lodge|503|answer/);
    expect(lodge?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now());
    world.lodge.before = null;
    await jobComesBy();
    expect(await report(id)).toMatchObject({ state: 'done', settled: 2 });
  });

  it('is given up visibly after many attempts, and goes on by a click', async () => {
    await both();
    world.lodge.before = () => {
      throw new Answer(503);
    };
    const { id } = await start();
    await world.em().nativeUpdate(AccountRemoval, { provider: 'lodge' }, { attempts: 29 });
    await jobComesBy();
    const stuck = await report(id);
    expect(stuck).toMatchObject({ state: 'attention', failed: 1 });
    expect(await trail()).toContain('offboarding.account_failed');
    expect(await jobComesBy()).toMatchObject({ tried: 0 });
    world.lodge.before = null;
    const removalId = stuck.removals[1]?.id ?? '';
    await offboardings.retry(owner, { removalId });
    await settleRemovals(world.runtime, { offboardingId: id, limit: 10, signal });
    expect(await report(id)).toMatchObject({ state: 'done' });
    await expect(offboardings.retry(owner, { removalId })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('can be settled by hand, with a reason that stays', async () => {
    await both();
    world.lodge.before = () => {
      throw new Answer(401);
    };
    const { id } = await start();
    await jobComesBy();
    const removalId = (await report(id)).removals[1]?.id ?? '';
    const empty = offboardings.settle(owner, { removalId, reason: ' ' });
    await expect(empty).rejects.toMatchObject({ code: 'invalid_input' });
    const settled = await offboardings.settle(owner, { removalId, reason: 'Done at the desk.' });
    expect(settled).toMatchObject({ state: 'done' });
    expect(settled.removals[1]).toMatchObject({
      state: 'by_hand',
      byHand: { by: 'Some owner', reason: 'Done at the desk.' },
    });
    expect(await jobComesBy()).toMatchObject({ tried: 0 });
    expect(await trail()).toContain('offboarding.settled');
  });

  it('never reaches for the same name at another server', async () => {
    const name = await both();
    const { id } = await start();
    const settings = { url: world.inn.url, token: 'the-token-of-the-inn' };
    await services.integrations.reconfigure(owner, { provider: 'lodge', settings });
    world.inn.guests.set(name, { name, secret: '', mark: '', state: 'active', note: '' });
    world.inn.before = ({ what }) => {
      if (what === 'remove') throw new Answer(503);
    };
    await jobComesBy();
    const [, lodge] = (await report(id)).removals;
    expect(lodge).toMatchObject({ state: 'failed' });
    expect(lodge?.error).toContain('is set up for');
    expect(world.inn.guests.has(name)).toBe(true);
  });

  it('of a paused integration does not keep accounts alive', async () => {
    const name = await both();
    await services.integrations.update(owner, { provider: 'lodge', enabled: false });
    await start();
    await jobComesBy();
    expect(world.lodge.guests.has(name)).toBe(false);
  });
});

describe('a report', () => {
  it('stays when the person is deleted while removals wait, and they go on', async () => {
    const name = await both();
    const { id } = await start();
    await world.em().nativeDelete(User, { id: idOf(ann) });
    expect(await world.em().count(IntegrationAccount, { userId: idOf(ann) })).toBe(0);
    await jobComesBy();
    expect(world.lodge.guests.has(name)).toBe(false);
    expect(await report(id)).toMatchObject({ state: 'done', person: { name: 'Some member' } });
  });

  it('is nobody else’s', async () => {
    const { id } = await start();
    const there = await (await world.organization()).as('owner');
    const read = offboardings.get(there, { offboardingId: id });
    await expect(read).rejects.toMatchObject({ code: 'not_found' });
    const file = offboardings.evidence(there, { offboardingId: id, format: 'json' });
    await expect(file).rejects.toMatchObject({ code: 'not_found' });
    expect((await offboardings.list(there, {})).items).toEqual([]);
  });

  it('is a file with its own digest and the audit rows behind it', async () => {
    await both();
    const { id } = await start(ann, { reason: '=HYPERLINK("x")' });
    await jobComesBy();
    const json = await offboardings.evidence(owner, { offboardingId: id, format: 'json' });
    const { content, sha256 } = JSON.parse(json.text);
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(digest(canonicalJson(content))).toBe(sha256);
    expect(digest(json.text)).toBe(json.sha256);
    expect(content).toMatchObject({
      generatedBy: 'Some owner',
      organization: 'Acme',
      report: { state: 'done' },
    });
    const rows = await world.em().find(AuditLog, { organizationId: tenant.id });
    expect(content.audit).toHaveLength(4);
    for (const { sequence, hash } of content.audit)
      expect(rows.find((row) => row.sequence === sequence)?.hash).toBe(hash);

    const csv = await offboardings.evidence(owner, { offboardingId: id, format: 'csv' });
    const lines = csv.text.split('\r\n');
    const last = lines.at(-2) ?? '';
    expect(last).toContain(digest(csv.text.slice(0, csv.text.indexOf(last))));
    expect(csv.text).toContain(`"Reason","'=HYPERLINK(""x"")"`);
    expect(csv.filename).toMatch(/^offboarding-[0-9a-f]{8}-\d{4}-\d\d-\d\d\.csv$/);
  });

  it('is listed in pages, the latest first', async () => {
    for (const who of [ann, await tenant.as('member'), await tenant.as('member')]) await start(who);
    const first = await offboardings.list(owner, { limit: 2 });
    const second = await offboardings.list(owner, { limit: 2, cursor: first.nextCursor ?? '' });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect([first.items.length, second.items.length, new Set(ids).size]).toEqual([2, 1, 3]);
    const bad = offboardings.list(owner, { cursor: 'nonsense' });
    await expect(bad).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('deleting a person', () => {
  const as = (who: ServiceContext) => {
    const { actor } = who.principal;
    if (actor.type !== 'user') throw new Error('a person');
    return { runtime: world.runtime, person: { ...actor, operator: false }, requestId: 'req_self' };
  };
  const asOperator = async () => {
    const person = await tenant.person('operator');
    return { runtime: world.runtime, person, requestId: 'req_operator' };
  };

  it('removes their accounts in all organizations, with a report in each', async () => {
    const name = await both();
    const other = await world.organization();
    const there = await other.as('owner');
    await world.em().insert(Member, {
      organizationId: other.id,
      userId: idOf(ann),
      role: 'member',
      createdAt: new Date(),
    });
    const second = freshName();
    const annThere = { ...there, principal: { ...ann.principal, organizationId: other.id } };
    await accounts.create(annThere, { provider: 'lodge', identifier: second });
    const operator = await asOperator();
    const plan = await people.plan(operator, { userId: idOf(ann) });
    expect(plan).toMatchObject({ accounts: 3, refusal: null });
    expect(plan.organizations).toHaveLength(2);
    const wrong = people.delete(operator, { userId: idOf(ann), email: 'else@example.org' });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_input' });
    const done = await people.delete(operator, { userId: idOf(ann), email: plan.person.email });
    expect(done.offboardings.map(({ accounts: count }) => count).sort()).toEqual([1, 2]);
    expect(await world.em().count(User, { id: idOf(ann) })).toBe(0);
    await jobComesBy();
    for (const gone of [name, second]) expect(world.lodge.guests.has(gone)).toBe(false);
    expect((await offboardings.list(owner, {})).items).toMatchObject([
      { kind: 'person', state: 'done', by: 'Some operator' },
    ]);
    expect((await offboardings.list(there, {})).items).toHaveLength(1);
    for (const who of [owner, there])
      expect(await services.audit.verify(who, {})).toMatchObject({ intact: true });
  });

  it('keeps their names from others until nothing is removed by them any more', async () => {
    const name = await both();
    const [ben, admin] = [await tenant.as('member'), await tenant.as('admin')];
    world.lodge.before = () => {
      throw new Answer(503);
    };
    const plan = await people.planOwn(as(ann), {});
    expect(plan.accounts).toBe(2);
    await deleteOwnPerson(as(ann));
    await jobComesBy();
    world.lodge.before = null;
    // Already gone there, of which the removal does not know yet.
    world.lodge.guests.delete(name);
    const wanted = { provider: 'lodge', identifier: name };
    const taken = { code: 'conflict', fields: { identifier: expect.anything() } };
    await expect(accounts.create(ben, wanted)).rejects.toMatchObject(taken);
    const entries = [{ personId: idOf(ben), identifier: name }];
    const bulk = await accounts.createMany(admin, { provider: 'lodge', people: entries });
    expect(bulk).toMatchObject({ failed: 1, waiting: 0 });
    await jobComesBy();
    expect((await accounts.create(ben, wanted)).outcome).toBe('done');
    expect(world.lodge.guests.has(name)).toBe(true);
  });

  it('is refused for the last owner of an organization, by name, and changes nothing', async () => {
    const plan = await people.planOwn(as(owner), {});
    expect(plan.refusal).toContain('last owner of Acme');
    await expect(deleteOwnPerson(as(owner))).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.em().count(User, { id: idOf(owner) })).toBe(1);
    expect((await offboardings.list(owner, {})).items).toEqual([]);
  });

  it('keeps the only operator', async () => {
    await world.em().nativeUpdate(User, { operator: true }, { operator: false });
    const only = await asOperator();
    await expect(deleteOwnPerson(only)).rejects.toMatchObject({ code: 'conflict' });
    const second = await asOperator();
    const outcomes = await Promise.allSettled([deleteOwnPerson(only), deleteOwnPerson(second)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.em().count(User, { operator: true })).toBe(1);
  });

  it('revokes their keys, and leaves what others need', async () => {
    const eve = await tenant.as('admin');
    const { id } = await keys.create(eve, { name: 'Sync', permissions: ['settings:read'] });
    await deleteOwnPerson(as(eve));
    const key = await world.em().findOneOrFail(ApiKey, { id });
    expect([Boolean(key.revokedAt), key.createdBy ?? null]).toEqual([true, null]);
  });

  it('is not for people who do not run this Patchbay', async () => {
    const work = people.delete(as(owner), { userId: idOf(ann), email: 'x@example.org' });
    await expect(work).rejects.toMatchObject({ code: 'forbidden' });
  });
});
