import { describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { useScene } from './testing/scene.ts';
import { freshName } from './testing/world.ts';

const { accounts } = services;
const provider = 'lodge';
const scene = useScene();
const idOf = ({ principal }: ServiceContext) => principal.actor.id;

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
    const { ref } = await scene.made();
    const [ben, abroad] = [
      await scene.tenant.as('member'),
      await (await scene.world.organization()).as('owner'),
    ];
    const before = await scene.world.contents();
    const calls = scene.world.lodge.calls.length;
    await expect(ask(ben, ref)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask(abroad, ref)).rejects.toMatchObject({ code: 'not_found' });
    expect(await scene.world.contents()).toEqual(before);
    expect(scene.world.lodge.calls).toHaveLength(calls);
  });

  it('is made by admins and programs that may, and read by operators', async () => {
    const personId = idOf(scene.ann);
    const ben = await scene.tenant.as('member');
    const wanted = { provider, personId, identifier: freshName() };
    await expect(accounts.create(ben, wanted)).rejects.toMatchObject({ code: 'forbidden' });
    const program = scene.tenant.key(['accounts:read', 'accounts:edit']);
    const { account } = await accounts.create(program, wanted);
    expect(account?.person.id).toBe(personId);
    const operator = await scene.tenant.as('operator');
    const accountId = account?.id ?? '';
    expect((await accounts.get(operator, { provider, accountId })).id).toBe(accountId);
    const nobody = accounts.create(program, { provider, identifier: freshName() });
    await expect(nobody).rejects.toMatchObject({ fields: { personId: expect.anything() } });
    const stranger = idOf(await (await scene.world.organization()).as('member'));
    const abroad = accounts.create(scene.admin, { ...wanted, personId: stranger });
    await expect(abroad).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that an admin suspended is out of its person’s hands', async () => {
    const { ref } = await scene.made();
    const { account } = await accounts.update(scene.admin, { ...ref, status: 'suspended' });
    expect(account?.suspendedByOther).toBe(true);
    const refused = { code: 'forbidden' };
    await expect(accounts.update(scene.ann, { ...ref, status: 'active' })).rejects.toMatchObject(
      refused,
    );
    await expect(accounts.remove(scene.ann, ref)).rejects.toMatchObject(refused);
    await expect(accounts.resetSecret(scene.ann, ref)).rejects.toMatchObject(refused);
    expect((await accounts.update(scene.admin, { ...ref, status: 'active' })).outcome).toBe('done');
    await accounts.update(scene.ann, { ...ref, status: 'suspended' });
    expect((await accounts.update(scene.ann, { ...ref, status: 'active' })).outcome).toBe('done');
  });
});

describe('a list', () => {
  it('shows everybody’s to those who may see them, and else one’s own', async () => {
    const ben = await scene.tenant.as('member');
    await Promise.all([scene.made(scene.ann, 'anna'), scene.made(ben, 'benny')]);
    const names = async (who: ServiceContext, input = {}) =>
      (await accounts.list(who, input)).items.map(({ identifier }) => identifier).sort();
    expect(await names(scene.ann)).toEqual(['anna']);
    expect(await names(scene.admin)).toEqual(['anna', 'benny']);
    expect(await names(scene.admin, { personId: idOf(ben) })).toEqual(['benny']);
    expect(await names(scene.admin, { search: 'nn' })).toEqual(['anna', 'benny']);
    expect(await names(scene.admin, { search: 'Some mem' })).toEqual(['anna', 'benny']);
    expect(await names(scene.admin, { search: '%' })).toEqual([]);
    expect(await names(scene.admin, { pending: true })).toEqual([]);
    expect(await names(scene.admin, { status: 'active', provider })).toEqual(['anna', 'benny']);
    expect(await names(await (await scene.world.organization()).as('owner'))).toEqual([]);
    const prying = accounts.list(scene.ann, { personId: idOf(ben) });
    await expect(prying).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('asks the database as often for many accounts as for few', async () => {
    const asked = async () => {
      const spy: string[] = [];
      const { orm } = scene.world.runtime;
      const logger = orm.config.getLogger();
      const { logQuery } = logger;
      logger.logQuery = ({ query }) => void spy.push(query ?? '');
      logger.setDebugMode(['query']);
      await accounts.list(scene.admin, { limit: 100 });
      logger.setDebugMode(false);
      logger.logQuery = logQuery;
      return spy.length;
    };
    await scene.made();
    const few = await asked();
    for (const _ of [1, 2, 3]) await scene.made(await scene.tenant.as('member'));
    expect(few).toBeGreaterThan(0);
    expect(await asked()).toBe(few);
  });

  it('goes on where its page ended', async () => {
    for (const _ of [1, 2, 3]) await scene.made(await scene.tenant.as('member'));
    const first = await accounts.list(scene.admin, { limit: 2 });
    const cursor = first.nextCursor ?? '';
    const second = await accounts.list(scene.admin, { limit: 2, cursor });
    expect(second.nextCursor).toBeNull();
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    await expect(accounts.list(scene.admin, { cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('of offers says where one can have an account, and why not', async () => {
    const offer = async (who: ServiceContext) =>
      (await accounts.offers(who, {})).find((each) => each.provider === provider);
    const open = { available: true, reason: null, source: 'organization', account: null };
    expect(await offer(scene.ann)).toMatchObject({
      ...open,
      abilities: { canSuspend: true, canProve: true },
    });
    const { account } = await scene.made();
    expect((await offer(scene.ann))?.account?.id).toBe(account.id);
    expect((await offer(scene.admin))?.account).toBeNull();
    await services.integrations.update(scene.admin, { provider, enabled: false });
    expect(await offer(scene.ann)).toMatchObject({ available: false, reason: 'Lodge is paused.' });
    const bare = await (await scene.world.organization({ isSetUp: false })).as('member');
    const closed = { available: false, reason: 'Lodge is not set up here.', source: null };
    expect(await offer(bare)).toMatchObject(closed);
  });
});
