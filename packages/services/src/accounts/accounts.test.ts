import { IntegrationAccount } from '@patchbay/db';
import { describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { useScene } from './testing/scene.ts';
import { freshName } from './testing/world.ts';

const { accounts } = services;
const provider = 'lodge';
const scene = useScene();
const idOf = ({ principal }: ServiceContext) => principal.actor.id;

describe('a new account', () => {
  it('exists at the system and here, and its secret is told once', async () => {
    const { account, secret, outcome } = await scene.made(scene.ann, 'ann');
    expect(outcome).toBe('done');
    expect(account).toMatchObject({ identifier: 'ann', status: 'active', operation: null });
    expect(account.secretShown).toBe(true);
    expect(account.connect).toEqual([{ label: 'Door', value: `${scene.world.lodge.url}/ann` }]);
    expect(scene.world.lodge.guests.get('ann')).toMatchObject({
      secret,
      mark: `patchbay:${account.id}`,
    });
    const again = await accounts.current(scene.ann, { provider });
    expect(JSON.stringify(again)).not.toContain(secret);
    expect(JSON.stringify(await scene.world.contents())).not.toContain(secret);
  });

  it('is on record in the name of whoever asked, without its secret', async () => {
    const { account } = await scene.made();
    expect(await scene.trail()).toMatchObject([
      {
        action: 'account.created',
        subjectId: account.id,
        provider,
        actor: { id: idOf(scene.ann) },
        details: { identifier: account.identifier, person: { name: 'Some member' } },
      },
    ]);
  });

  it('gets a name from the e-mail address if none is given', async () => {
    const { account } = await accounts.create(scene.ann, { provider });
    const [local = ''] = account?.person.email.split('@') ?? [];
    expect(account?.identifier).toBe(local.replaceAll('-', ''));
  });

  it.each([
    ['Ann!', {}, ['identifier']],
    ['ann', { note: 'x'.repeat(21) }, ['input.note']],
  ])('is refused as %s with %o, naming the field', async (identifier, input, fields) => {
    const attempt = accounts.create(scene.ann, { provider, identifier, input });
    const error = await attempt.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(Object.keys((error as { fields: object }).fields)).toEqual(fields);
    expect(scene.world.lodge.calls).toEqual([]);
  });

  it('is one for each person, provider and organization', async () => {
    await scene.made();
    await expect(scene.made()).rejects.toMatchObject({ code: 'conflict' });
    expect(scene.world.lodge.guests.size).toBe(1);
  });

  it('is refused by a provider without accounts, an unknown one, a paused one and one that is not set up', async () => {
    const refusal = (key: string, who = scene.ann) =>
      accounts.create(who, { provider: key, identifier: 'ann' }).catch(({ code }) => code);
    expect(await refusal('obs')).toBe('invalid_input');
    expect(await refusal('nothing')).toBe('not_found');
    const bare = await (await scene.world.organization({ isSetUp: false })).as('member');
    expect(await refusal('lodge', bare)).toBe('forbidden');
    await services.integrations.update(scene.admin, { provider, enabled: false });
    expect(await refusal('lodge')).toBe('forbidden');
  });
});

describe('a name', () => {
  it('goes to one of two people who race for it', async () => {
    const ben = await scene.tenant.as('member');
    const name = freshName();
    const outcomes = await Promise.allSettled([scene.made(scene.ann, name), scene.made(ben, name)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({
      code: 'conflict',
      fields: { identifier: expect.anything() },
    });
    expect(scene.world.lodge.changes).toEqual([`create ${name}`]);
    expect(await scene.world.em().count(IntegrationAccount, { identifier: name })).toBe(1);
  });

  it('goes to one of two organizations that share a system', async () => {
    const there = await (await scene.world.organization()).as('member');
    const name = freshName();
    await scene.made(scene.ann, name);
    await expect(scene.made(there, name)).rejects.toMatchObject({ code: 'conflict' });
    expect(scene.world.lodge.changes).toEqual([`create ${name}`]);
  });

  it('that somebody has at the system is refused, and nothing is left here', async () => {
    const name = freshName();
    scene.world.lodge.guests.set(name, {
      name,
      secret: 'theirs',
      mark: '',
      state: 'active',
      note: '',
    });
    const fields = { identifier: expect.anything() };
    await expect(scene.made(scene.ann, name)).rejects.toMatchObject({ code: 'conflict', fields });
    expect(await scene.world.em().count(IntegrationAccount, { identifier: name })).toBe(0);
    expect(scene.world.lodge.guests.get(name)?.secret).toBe('theirs');
    expect((await scene.made(scene.ann)).outcome).toBe('done');
  });

  it('is free again once its account was removed', async () => {
    const { ref, account } = await scene.made();
    const removed = await accounts.remove(scene.ann, ref);
    expect(removed.account).toMatchObject({ status: 'deleted', nameHeld: false });
    expect(scene.world.lodge.guests.size).toBe(0);
    const ben = await scene.tenant.as('member');
    expect((await scene.made(ben, account.identifier)).outcome).toBe('done');
    expect((await scene.made(scene.ann)).account.id).not.toBe(account.id);
  });
});

describe('a name that the system keeps', () => {
  it('stays taken after its account was removed, also for its person', async () => {
    const settings = { keepsNames: true };
    await services.integrations.update(scene.admin, { provider, settings });
    const { ref, account } = await scene.made();
    const { abilities } = await accounts.get(scene.ann, ref);
    expect(abilities.removal).toEqual({ about: 'The room is gone.', leaves: 'kept' });
    const removed = await accounts.remove(scene.ann, ref);
    expect(removed.account).toMatchObject({ status: 'deleted', nameHeld: true });
    await expect(accounts.current(scene.ann, { provider })).rejects.toMatchObject({
      code: 'not_found',
    });
    const again = { code: 'conflict', fields: { identifier: expect.anything() } };
    await expect(scene.made(scene.ann, account.identifier)).rejects.toMatchObject(again);
    await expect(
      scene.made(await scene.tenant.as('member'), account.identifier),
    ).rejects.toMatchObject(again);
    expect((await scene.made(scene.ann)).outcome).toBe('done');
  });
});

describe('a change', () => {
  it('suspends and resumes, each repeatable', async () => {
    const { ref } = await scene.made();
    for (const status of ['suspended', 'suspended', 'active', 'active'] as const) {
      const { account } = await accounts.update(scene.admin, { ...ref, status, reason: 'spam' });
      expect(account?.status).toBe(status);
    }
    expect(await scene.actions()).toEqual([
      'account.created',
      'account.suspended',
      'account.resumed',
    ]);
    expect((await scene.trail())[1]).toMatchObject({
      details: { reason: 'spam' },
      actor: { id: idOf(scene.admin) },
    });
  });

  it('makes a new secret that is told once', async () => {
    const { ref, account, secret } = await scene.made();
    const answer = await accounts.resetSecret(scene.ann, ref);
    expect(answer.secret).not.toBe(secret);
    expect(scene.world.lodge.guests.get(account.identifier)?.secret).toBe(answer.secret);
    expect(JSON.stringify(await scene.world.contents())).not.toContain(answer.secret);
  });

  it('reaches what the provider lets change, and what is kept with it', async () => {
    const { ref, account } = await scene.made();
    await accounts.update(scene.ann, { ...ref, input: { note: 'by the lake' } });
    const { account: after } = await accounts.update(scene.ann, { ...ref, metadata: { floor: 2 } });
    expect(after).toMatchObject({ details: { note: 'by the lake' }, metadata: { floor: 2 } });
    expect(scene.world.lodge.guests.get(account.identifier)?.note).toBe('by the lake');
    const bad = accounts.update(scene.ann, { ...ref, input: { note: 7 } });
    await expect(bad).rejects.toMatchObject({ fields: { 'input.note': expect.anything() } });
  });

  it('runs the provider’s own operations, those for admins by admins', async () => {
    const { ref, account } = await scene.made();
    const look = { ...ref, operation: 'look' };
    expect((await accounts.custom(scene.ann, look)).output).toMatchObject({
      name: account.identifier,
    });
    const search = { ...ref, operation: 'search', input: { floor: 1 } };
    await expect(accounts.custom(scene.ann, search)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await accounts.custom(scene.admin, search)).output).toEqual({ found: 0 });
    const none = accounts.custom(scene.admin, { ...ref, operation: 'constructor' });
    await expect(none).rejects.toMatchObject({ code: 'not_found' });
  });
});
