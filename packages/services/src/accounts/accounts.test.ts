import { setTimeout as wait } from 'node:timers/promises';
import { AuditLog, IntegrationAccount } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { settleOutstanding } from './outstanding.ts';
import { Answer } from './testing/lodge-server.ts';
import { type AccountWorld, freshName, openAccountWorld } from './testing/world.ts';

const { accounts } = services;
const provider = 'lodge';

let world: AccountWorld;
let tenant: Awaited<ReturnType<AccountWorld['organization']>>;
let ann: ServiceContext;
let admin: ServiceContext;
beforeAll(async () => {
  world = await openAccountWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.lodge.reset();
  tenant = await world.organization();
  [ann, admin] = [await tenant.as('member'), await tenant.as('admin')];
});

const idOf = ({ principal }: ServiceContext) => principal.actor.id;
const trail = async () => {
  const where = { organizationId: tenant.id };
  const rows = await world.em().find(AuditLog, where, { orderBy: { sequence: 'asc' } });
  return rows.filter(({ subjectType }) => subjectType.startsWith('account'));
};
const actions = async () => (await trail()).map(({ action }) => action);

/** Ann's account, made in the usual way. */
async function made(who = ann, identifier = freshName()) {
  const answer = await accounts.create(who, { provider, identifier });
  if (!answer.account) throw new Error('There is no account.');
  return { ...answer, account: answer.account, ref: { provider, accountId: answer.account.id } };
}

/** Lets a job come by, whenever it was due. */
async function jobComesBy(accountId: string) {
  const due = { nextAttemptAt: new Date(0) };
  await world.em().nativeUpdate(IntegrationAccount, { id: accountId }, due);
  return settleOutstanding(world.runtime, [accountId], new AbortController().signal);
}

describe('a new account', () => {
  it('exists at the system and here, and its secret is told once', async () => {
    const { account, secret, outcome } = await made(ann, 'ann');
    expect(outcome).toBe('done');
    expect(account).toMatchObject({ identifier: 'ann', status: 'active', operation: null });
    expect(account.secretShown).toBe(true);
    expect(account.connect).toEqual([{ label: 'Door', value: `${world.lodge.url}/ann` }]);
    expect(world.lodge.guests.get('ann')).toMatchObject({ secret, mark: `patchbay:${account.id}` });
    const again = await accounts.current(ann, { provider });
    expect(JSON.stringify(again)).not.toContain(secret);
    expect(JSON.stringify(await world.contents())).not.toContain(secret);
  });

  it('is on record in the name of whoever asked, without its secret', async () => {
    const { account } = await made();
    expect(await trail()).toMatchObject([
      {
        action: 'account.created',
        subjectId: account.id,
        provider,
        actor: { id: idOf(ann) },
        details: { identifier: account.identifier, person: { name: 'Some member' } },
      },
    ]);
  });

  it('gets a name from the e-mail address if none is given', async () => {
    const { account } = await accounts.create(ann, { provider });
    const [local = ''] = account?.person.email.split('@') ?? [];
    expect(account?.identifier).toBe(local.replaceAll('-', ''));
  });

  it.each([
    ['Ann!', {}, ['identifier']],
    ['ann', { note: 'x'.repeat(21) }, ['input.note']],
  ])('is refused as %s with %o, naming the field', async (identifier, input, fields) => {
    const attempt = accounts.create(ann, { provider, identifier, input });
    const error = await attempt.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(Object.keys((error as { fields: object }).fields)).toEqual(fields);
    expect(world.lodge.calls).toEqual([]);
  });

  it('is one for each person, provider and organization', async () => {
    await made();
    await expect(made()).rejects.toMatchObject({ code: 'conflict' });
    expect(world.lodge.guests.size).toBe(1);
  });

  it('is refused by a provider without accounts, an unknown one, a paused one and one that is not set up', async () => {
    const refusal = (key: string, who = ann) =>
      accounts.create(who, { provider: key, identifier: 'ann' }).catch(({ code }) => code);
    expect(await refusal('obs')).toBe('invalid_input');
    expect(await refusal('nothing')).toBe('not_found');
    const bare = await (await world.organization({ isSetUp: false })).as('member');
    expect(await refusal('lodge', bare)).toBe('forbidden');
    await services.integrations.update(admin, { provider, enabled: false });
    expect(await refusal('lodge')).toBe('forbidden');
  });
});

describe('a name', () => {
  it('goes to one of two people who race for it', async () => {
    const ben = await tenant.as('member');
    const name = freshName();
    const outcomes = await Promise.allSettled([made(ann, name), made(ben, name)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({
      code: 'conflict',
      fields: { identifier: expect.anything() },
    });
    expect(world.lodge.changes).toEqual([`create ${name}`]);
    expect(await world.em().count(IntegrationAccount, { identifier: name })).toBe(1);
  });

  it('goes to one of two organizations that share a system', async () => {
    const there = await (await world.organization()).as('member');
    const name = freshName();
    await made(ann, name);
    await expect(made(there, name)).rejects.toMatchObject({ code: 'conflict' });
    expect(world.lodge.changes).toEqual([`create ${name}`]);
  });

  it('that somebody has at the system is refused, and nothing is left here', async () => {
    const name = freshName();
    world.lodge.guests.set(name, { name, secret: 'theirs', mark: '', state: 'active', note: '' });
    const fields = { identifier: expect.anything() };
    await expect(made(ann, name)).rejects.toMatchObject({ code: 'conflict', fields });
    expect(await world.em().count(IntegrationAccount, { identifier: name })).toBe(0);
    expect(world.lodge.guests.get(name)?.secret).toBe('theirs');
    expect((await made(ann)).outcome).toBe('done');
  });

  it('is free again once its account was removed', async () => {
    const { ref, account } = await made();
    const removed = await accounts.remove(ann, ref);
    expect(removed.account).toMatchObject({ status: 'deleted', nameHeld: false });
    expect(world.lodge.guests.size).toBe(0);
    const ben = await tenant.as('member');
    expect((await made(ben, account.identifier)).outcome).toBe('done');
    expect((await made(ann)).account.id).not.toBe(account.id);
  });
});

describe('a name that the system keeps', () => {
  it('stays taken after its account was removed, also for its person', async () => {
    const settings = { keepsNames: true };
    await services.integrations.update(admin, { provider, settings });
    const { ref, account } = await made();
    const { abilities } = await accounts.get(ann, ref);
    expect(abilities.removal).toEqual({ about: 'The room is gone.', leaves: 'kept' });
    const removed = await accounts.remove(ann, ref);
    expect(removed.account).toMatchObject({ status: 'deleted', nameHeld: true });
    await expect(accounts.current(ann, { provider })).rejects.toMatchObject({ code: 'not_found' });
    const again = { code: 'conflict', fields: { identifier: expect.anything() } };
    await expect(made(ann, account.identifier)).rejects.toMatchObject(again);
    await expect(made(await tenant.as('member'), account.identifier)).rejects.toMatchObject(again);
    expect((await made(ann)).outcome).toBe('done');
  });
});

describe('a change', () => {
  it('suspends and resumes, each repeatable', async () => {
    const { ref } = await made();
    for (const status of ['suspended', 'suspended', 'active', 'active'] as const) {
      const { account } = await accounts.update(admin, { ...ref, status, reason: 'spam' });
      expect(account?.status).toBe(status);
    }
    expect(await actions()).toEqual(['account.created', 'account.suspended', 'account.resumed']);
    expect((await trail())[1]).toMatchObject({
      details: { reason: 'spam' },
      actor: { id: idOf(admin) },
    });
  });

  it('makes a new secret that is told once', async () => {
    const { ref, account, secret } = await made();
    const answer = await accounts.resetSecret(ann, ref);
    expect(answer.secret).not.toBe(secret);
    expect(world.lodge.guests.get(account.identifier)?.secret).toBe(answer.secret);
    expect(JSON.stringify(await world.contents())).not.toContain(answer.secret);
  });

  it('reaches what the provider lets change, and what is kept with it', async () => {
    const { ref, account } = await made();
    await accounts.update(ann, { ...ref, input: { note: 'by the lake' } });
    const { account: after } = await accounts.update(ann, { ...ref, metadata: { floor: 2 } });
    expect(after).toMatchObject({ details: { note: 'by the lake' }, metadata: { floor: 2 } });
    expect(world.lodge.guests.get(account.identifier)?.note).toBe('by the lake');
    const bad = accounts.update(ann, { ...ref, input: { note: 7 } });
    await expect(bad).rejects.toMatchObject({ fields: { 'input.note': expect.anything() } });
  });

  it('runs the provider’s own operations, those for admins by admins', async () => {
    const { ref, account } = await made();
    const look = { ...ref, operation: 'look' };
    expect((await accounts.custom(ann, look)).output).toMatchObject({ name: account.identifier });
    const search = { ...ref, operation: 'search', input: { floor: 1 } };
    await expect(accounts.custom(ann, search)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await accounts.custom(admin, search)).output).toEqual({ found: 0 });
    const none = accounts.custom(admin, { ...ref, operation: 'constructor' });
    await expect(none).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('somebody else’s account', () => {
  const cases: [
    string,
    (who: ServiceContext, ref: { provider: string; accountId: string }) => Promise<unknown>,
  ][] = [
    ['get', (who, ref) => accounts.get(who, ref)],
    ['update', (who, ref) => accounts.update(who, { ...ref, status: 'suspended' })],
    ['resetSecret', (who, ref) => accounts.resetSecret(who, ref)],
    ['remove', (who, ref) => accounts.remove(who, ref)],
    ['custom', (who, ref) => accounts.custom(who, { ...ref, operation: 'look' })],
    ['retry', (who, ref) => accounts.retry(who, ref)],
    ['cancel', (who, ref) => accounts.cancel(who, ref)],
  ];

  it.each(cases)('is closed to a member (%s) and does not exist elsewhere', async (_name, ask) => {
    const { ref } = await made();
    const [ben, abroad] = [
      await tenant.as('member'),
      await (await world.organization()).as('owner'),
    ];
    const before = await world.contents();
    const calls = world.lodge.calls.length;
    await expect(ask(ben, ref)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask(abroad, ref)).rejects.toMatchObject({ code: 'not_found' });
    expect(await world.contents()).toEqual(before);
    expect(world.lodge.calls).toHaveLength(calls);
  });

  it('is made by admins and programs that may, and read by operators', async () => {
    const personId = idOf(ann);
    const ben = await tenant.as('member');
    const wanted = { provider, personId, identifier: freshName() };
    await expect(accounts.create(ben, wanted)).rejects.toMatchObject({ code: 'forbidden' });
    const program = tenant.key(['accounts:read', 'accounts:edit']);
    const { account } = await accounts.create(program, wanted);
    expect(account?.person.id).toBe(personId);
    const operator = await tenant.as('operator');
    const accountId = account?.id ?? '';
    expect((await accounts.get(operator, { provider, accountId })).id).toBe(accountId);
    const nobody = accounts.create(program, { provider, identifier: freshName() });
    await expect(nobody).rejects.toMatchObject({ fields: { personId: expect.anything() } });
    const stranger = idOf(await (await world.organization()).as('member'));
    const abroad = accounts.create(admin, { ...wanted, personId: stranger });
    await expect(abroad).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that an admin suspended is out of its person’s hands', async () => {
    const { ref } = await made();
    const { account } = await accounts.update(admin, { ...ref, status: 'suspended' });
    expect(account?.suspendedByOther).toBe(true);
    const refused = { code: 'forbidden' };
    await expect(accounts.update(ann, { ...ref, status: 'active' })).rejects.toMatchObject(refused);
    await expect(accounts.remove(ann, ref)).rejects.toMatchObject(refused);
    await expect(accounts.resetSecret(ann, ref)).rejects.toMatchObject(refused);
    expect((await accounts.update(admin, { ...ref, status: 'active' })).outcome).toBe('done');
    await accounts.update(ann, { ...ref, status: 'suspended' });
    expect((await accounts.update(ann, { ...ref, status: 'active' })).outcome).toBe('done');
  });
});

describe('a list', () => {
  it('shows everybody’s to those who may see them, and else one’s own', async () => {
    const ben = await tenant.as('member');
    await Promise.all([made(ann, 'anna'), made(ben, 'benny')]);
    const names = async (who: ServiceContext, input = {}) =>
      (await accounts.list(who, input)).items.map(({ identifier }) => identifier).sort();
    expect(await names(ann)).toEqual(['anna']);
    expect(await names(admin)).toEqual(['anna', 'benny']);
    expect(await names(admin, { personId: idOf(ben) })).toEqual(['benny']);
    expect(await names(admin, { search: 'nn' })).toEqual(['anna', 'benny']);
    expect(await names(admin, { search: 'Some mem' })).toEqual(['anna', 'benny']);
    expect(await names(admin, { search: '%' })).toEqual([]);
    expect(await names(admin, { pending: true })).toEqual([]);
    expect(await names(admin, { status: 'active', provider })).toEqual(['anna', 'benny']);
    expect(await names(await (await world.organization()).as('owner'))).toEqual([]);
    const prying = accounts.list(ann, { personId: idOf(ben) });
    await expect(prying).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('asks the database as often for many accounts as for few', async () => {
    const asked = async () => {
      const spy: string[] = [];
      const { orm } = world.runtime;
      const logger = orm.config.getLogger();
      const { logQuery } = logger;
      logger.logQuery = ({ query }) => void spy.push(query ?? '');
      logger.setDebugMode(['query']);
      await accounts.list(admin, { limit: 100 });
      logger.setDebugMode(false);
      logger.logQuery = logQuery;
      return spy.length;
    };
    await made();
    const few = await asked();
    for (const _ of [1, 2, 3]) await made(await tenant.as('member'));
    expect(few).toBeGreaterThan(0);
    expect(await asked()).toBe(few);
  });

  it('goes on where its page ended', async () => {
    for (const _ of [1, 2, 3]) await made(await tenant.as('member'));
    const first = await accounts.list(admin, { limit: 2 });
    const cursor = first.nextCursor ?? '';
    const second = await accounts.list(admin, { limit: 2, cursor });
    expect(second.nextCursor).toBeNull();
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    await expect(accounts.list(admin, { cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('of offers says where one can have an account, and why not', async () => {
    const offer = async (who: ServiceContext) =>
      (await accounts.offers(who, {})).find((each) => each.provider === provider);
    const open = { available: true, reason: null, source: 'organization', account: null };
    expect(await offer(ann)).toMatchObject({
      ...open,
      abilities: { canSuspend: true, canProve: true },
    });
    const { account } = await made();
    expect((await offer(ann))?.account?.id).toBe(account.id);
    expect((await offer(admin))?.account).toBeNull();
    await services.integrations.update(admin, { provider, enabled: false });
    expect(await offer(ann)).toMatchObject({ available: false, reason: 'Lodge is paused.' });
    const bare = await (await world.organization({ isSetUp: false })).as('member');
    const closed = { available: false, reason: 'Lodge is not set up here.', source: null };
    expect(await offer(bare)).toMatchObject(closed);
  });
});

describe('the environment', () => {
  const variables = () => ({ LODGE_URL: world.lodge.url, LODGE_TOKEN: 'the-operators-token' });

  it('stands in for settings where an organization has none', async () => {
    const bare = await world.organization({ isSetUp: false });
    const runtime = { ...world.runtime, variables: variables() };
    const who = { ...(await bare.as('member')), runtime };
    expect((await made(who)).outcome).toBe('done');
  });

  it('disables a provider by a variable that is missing or bad, and names it', async () => {
    const bare = await (await world.organization({ isSetUp: false })).as('member');
    const refusal = (given: Record<string, string>) =>
      accounts
        .create({ ...bare, runtime: { ...world.runtime, variables: given } }, { provider })
        .catch(({ code, message }) => `${code}: ${message}`);
    expect(await refusal({ LODGE_URL: world.lodge.url })).toBe(
      'forbidden: LODGE_TOKEN is missing.',
    );
    const bad = await refusal({ ...variables(), LODGE_URL: 'secret-nonsense' });
    expect(bad).toMatch(/^forbidden: LODGE_URL must be an http/);
    expect(bad).not.toContain('nonsense');
    expect(await refusal({})).toBe('forbidden: Lodge is not set up here.');
  });
});

describe('an existing account', () => {
  const theirs = () => {
    const name = freshName();
    world.lodge.guests.set(name, {
      name,
      secret: 'a-known-key',
      mark: '',
      state: 'active',
      note: 'old',
    });
    return name;
  };

  it('is adopted by whoever has its password, and nothing changes at the system', async () => {
    const identifier = theirs();
    const { account } = await accounts.adopt(ann, { provider, identifier, secret: 'a-known-key' });
    expect(account).toMatchObject({
      identifier,
      status: 'active',
      origin: 'adopted',
      details: { note: 'old' },
    });
    expect(world.lodge.changes).toEqual([]);
    expect(await actions()).toEqual(['account.adopted']);
    const ben = await tenant.as('member');
    const again = accounts.adopt(ben, { provider, identifier, secret: 'a-known-key' });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    expect(JSON.stringify(await world.contents())).not.toContain('a-known-key');
  });

  it('is not adopted without its password but by an admin', async () => {
    const identifier = theirs();
    const field = { code: 'invalid_input', fields: { secret: expect.anything() } };
    await expect(accounts.adopt(ann, { provider, identifier })).rejects.toMatchObject(field);
    const chosen = { provider, identifier, personId: idOf(ann) };
    expect((await accounts.adopt(admin, chosen)).account?.person.id).toBe(idOf(ann));
    const nowhere = accounts.adopt(admin, { provider, identifier: freshName() });
    await expect(nowhere).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a system that organizations share is not adopted by choice', async () => {
    const bare = await world.organization({ isSetUp: false });
    const variables = { LODGE_URL: world.lodge.url, LODGE_TOKEN: 'the-operators-token' };
    const owner = { ...(await bare.as('owner')), runtime: { ...world.runtime, variables } };
    const attempt = accounts.adopt(owner, { provider, identifier: theirs() });
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lets nobody guess for long', async () => {
    const identifier = theirs();
    const guess = () =>
      accounts.adopt(ann, { provider, identifier, secret: 'a-guess' }).catch(({ code }) => code);
    const outcomes = [];
    for (let tries = 0; tries < 7; tries += 1) outcomes.push(await guess());
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('invalid_input'));
    expect(outcomes.slice(5)).toEqual(['rate_limited', 'rate_limited']);
    const ben = await tenant.as('member');
    const other = accounts.adopt(ben, { provider, identifier, secret: 'a-known-key' });
    await expect(other).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await actions()).toEqual(Array(5).fill('account.proof_refused'));
  });
});

describe('a system in trouble', () => {
  const down = (status: number, headers = {}) => {
    world.lodge.before = () => {
      throw new Answer(status, headers);
    };
  };

  it('leaves the account under way, and a job finishes it', async () => {
    down(503);
    const { account, outcome, secret } = await made();
    expect({ outcome, secret }).toEqual({ outcome: 'under_way', secret: null });
    expect(account).toMatchObject({
      status: 'provisioning',
      operation: { kind: 'create', attempts: 1, trouble: 'provider', failed: false },
    });
    world.lodge.before = null;
    expect(await jobComesBy(account.id)).toMatchObject({ settled: 1 });
    const after = await accounts.current(ann, { provider });
    expect(after).toMatchObject({ status: 'active', operation: null, secretShown: false });
    expect(world.lodge.changes).toEqual([`create ${account.identifier}`]);
    const reset = await accounts.resetSecret(ann, { provider, accountId: account.id });
    expect(reset.account?.secretShown).toBe(true);
  });

  it('that refuses our credentials is left alone for a while, for all accounts there', async () => {
    const [ben, cleo] = [await tenant.as('member'), await tenant.as('member')];
    down(503);
    const first = await made(ann);
    await made(ben);
    down(401);
    const last = await made(cleo);
    expect(last.account.operation).toMatchObject({ trouble: 'auth' });
    const at = last.account.operation?.nextAttemptAt?.getTime() ?? 0;
    expect(at).toBeGreaterThan(Date.now() + 4 * 60_000);
    const row = await world.row(first.account.id);
    expect(row?.nextAttemptAt?.getTime()).toBe(at);
    const calls = world.lodge.calls.length;
    const { again } = await settleOutstanding(
      world.runtime,
      [first.account.id],
      new AbortController().signal,
    );
    expect(again).toMatchObject({ accountIds: [first.account.id], at: new Date(at) });
    expect(world.lodge.calls).toHaveLength(calls);
  });

  it('that asks to wait is obeyed', async () => {
    down(429, { 'retry-after': '600' });
    const { account } = await made();
    const at = account.operation?.nextAttemptAt?.getTime() ?? 0;
    expect(account.operation?.trouble).toBe('rate_limited');
    expect(at).toBeGreaterThan(Date.now() + 590_000);
  });

  it('can be tried again at once, or given up', async () => {
    down(503);
    const { ref, account } = await made();
    world.lodge.before = null;
    const retried = await accounts.retry(ann, ref);
    expect(retried).toMatchObject({ outcome: 'done', secret: expect.any(String) });
    expect(world.lodge.guests.get(account.identifier)?.secret).toBe(retried.secret);
    await accounts.remove(ann, ref);

    down(503);
    const second = await made();
    world.lodge.before = null;
    const canceled = await accounts.cancel(ann, second.ref);
    expect(canceled).toMatchObject({ account: null, outcome: 'done' });
    expect(world.lodge.guests.size).toBe(0);
    expect((await actions()).at(-1)).toBe('account.canceled');
  });

  it('that made the account without an answer has it taken away again when it is given up', async () => {
    world.lodge.after = ({ what }) => {
      if (what === 'create') throw new Answer(502);
    };
    const { ref, account } = await made();
    expect(world.lodge.guests.has(account.identifier)).toBe(true);
    await accounts.cancel(ann, ref);
    expect(world.lodge.changes).toEqual([
      `create ${account.identifier}`,
      `remove ${account.identifier}`,
    ]);
    expect(await world.row(account.id)).toBeNull();
  });

  it('whose name somebody else took meanwhile keeps theirs, whatever is done here', async () => {
    down(503);
    const { ref, account } = await made();
    const name = account.identifier;
    world.lodge.before = null;
    world.lodge.guests.set(name, { name, secret: 'theirs', mark: '', state: 'active', note: '' });
    expect(await jobComesBy(account.id)).toMatchObject({ failed: 1 });
    expect((await accounts.current(ann, { provider })).operation).toMatchObject({
      failed: true,
      trouble: 'taken',
    });
    expect((await accounts.cancel(ann, ref)).account).toBeNull();
    expect(world.lodge.guests.get(name)?.secret).toBe('theirs');
    expect((await made(ann)).outcome).toBe('done');
  });

  it('that is slow is answered as under way, and the secret counts as never shown', async () => {
    const held = Promise.withResolvers<void>();
    world.lodge.before = () => held.promise;
    const { account, outcome } = await made();
    expect(outcome).toBe('under_way');
    held.resolve();
    while ((await world.row(account.id))?.operation) await wait(20);
    expect(await world.row(account.id)).toMatchObject({ status: 'active', secretShown: false });
    expect(world.lodge.changes).toEqual([`create ${account.identifier}`]);
  });

  it('is never asked by two at once for the same account', async () => {
    const { ref, account } = await made();
    const held = Promise.withResolvers<void>();
    world.lodge.before = () => held.promise;
    world.lodge.busiest = 0;
    const first = accounts.update(ann, { ...ref, status: 'suspended' });
    while (world.lodge.calls.at(-1)?.what !== 'suspend') await wait(10);
    const others = await Promise.all([1, 2, 3].map(() => jobComesBy(account.id)));
    expect(others.every(({ again }) => again?.accountIds.length === 1)).toBe(true);
    held.resolve();
    expect((await first).outcome).toBe('done');
    expect(world.lodge.busiest).toBe(1);
    expect(world.lodge.changes).toEqual([
      `create ${account.identifier}`,
      `suspend ${account.identifier}`,
    ]);
  });
});
