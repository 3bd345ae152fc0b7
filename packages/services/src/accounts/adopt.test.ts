import { describe, expect, it } from 'vitest';
import { credentialCache } from '../connections/credential-cache.ts';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { useScene } from './testing/scene.ts';
import { freshName } from './testing/world.ts';

const { accounts } = services;
const provider = 'lodge';
const scene = useScene();
const idOf = ({ principal }: ServiceContext) => principal.actor.id;

describe('the environment', () => {
  const variables = () => ({
    LODGE_URL: scene.world.lodge.url,
    LODGE_TOKEN: 'the-operators-token',
  });

  it('stands in for settings where an organization has none', async () => {
    const bare = await scene.world.organization({ isSetUp: false });
    const runtime = { ...scene.world.runtime, variables: variables() };
    const who = { ...(await bare.as('member')), runtime };
    expect((await scene.made(who)).outcome).toBe('done');
  });

  it('disables a provider by a variable that is missing or bad, and names it', async () => {
    const bare = await (await scene.world.organization({ isSetUp: false })).as('member');
    const refusal = (given: Record<string, string>) =>
      accounts
        .create({ ...bare, runtime: { ...scene.world.runtime, variables: given } }, { provider })
        .catch(({ code, message }) => `${code}: ${message}`);
    expect(await refusal({ LODGE_URL: scene.world.lodge.url })).toBe(
      'forbidden: LODGE_TOKEN is missing.',
    );
    const bad = await refusal({ ...variables(), LODGE_URL: 'secret-nonsense' });
    expect(bad).toMatch(/^forbidden: LODGE_URL must be an http/);
    expect(bad).not.toContain('nonsense');
    expect(await refusal({})).toBe('forbidden: Lodge is not set up here.');
  });

  it('does nothing to what was made with settings of the organization’s own', async () => {
    const { ref, account } = await scene.made();
    const before = { ...scene.world.lodge.guests.get(account.identifier) };
    await services.integrations.remove(scene.admin, { provider });
    credentialCache(scene.world.runtime).forget(scene.tenant.id);
    const runtime = { ...scene.world.runtime, variables: variables() };
    const ann = { ...scene.ann, runtime };
    const refused = { code: 'conflict', message: expect.stringContaining('of this Patchbay now') };
    await expect(accounts.resetSecret(ann, ref)).rejects.toMatchObject(refused);
    await expect(accounts.remove(ann, ref)).rejects.toMatchObject(refused);
    expect(scene.world.lodge.guests.get(account.identifier)).toEqual(before);
  });
});

describe('an existing account', () => {
  const theirs = () => {
    const name = freshName();
    scene.world.lodge.guests.set(name, {
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
    const { account } = await accounts.adopt(scene.ann, {
      provider,
      identifier,
      secret: 'a-known-key',
    });
    expect(account).toMatchObject({
      identifier,
      status: 'active',
      origin: 'adopted',
      details: { note: 'old' },
    });
    expect(scene.world.lodge.changes).toEqual([]);
    expect(await scene.actions()).toEqual(['account.adopted']);
    const ben = await scene.tenant.as('member');
    const again = accounts.adopt(ben, { provider, identifier, secret: 'a-known-key' });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    expect(JSON.stringify(await scene.world.contents())).not.toContain('a-known-key');
  });

  it('is not adopted without its password but by an admin', async () => {
    const identifier = theirs();
    const field = { code: 'invalid_input', fields: { secret: expect.anything() } };
    await expect(accounts.adopt(scene.ann, { provider, identifier })).rejects.toMatchObject(field);
    const chosen = { provider, identifier, personId: idOf(scene.ann) };
    expect((await accounts.adopt(scene.admin, chosen)).account?.person.id).toBe(idOf(scene.ann));
    const nowhere = accounts.adopt(scene.admin, { provider, identifier: freshName() });
    await expect(nowhere).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a system that organizations share is not adopted by choice', async () => {
    const bare = await scene.world.organization({ isSetUp: false });
    const variables = { LODGE_URL: scene.world.lodge.url, LODGE_TOKEN: 'the-operators-token' };
    const owner = { ...(await bare.as('owner')), runtime: { ...scene.world.runtime, variables } };
    const attempt = accounts.adopt(owner, { provider, identifier: theirs() });
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lets nobody guess for long', async () => {
    const identifier = theirs();
    const guess = () =>
      accounts
        .adopt(scene.ann, { provider, identifier, secret: 'a-guess' })
        .catch(({ code }) => code);
    const outcomes = [];
    for (let tries = 0; tries < 7; tries += 1) outcomes.push(await guess());
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('invalid_input'));
    expect(outcomes.slice(5)).toEqual(['rate_limited', 'rate_limited']);
    const ben = await scene.tenant.as('member');
    const other = accounts.adopt(ben, { provider, identifier, secret: 'a-known-key' });
    await expect(other).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await scene.actions()).toEqual(Array(5).fill('account.proof_refused'));
  });
});
