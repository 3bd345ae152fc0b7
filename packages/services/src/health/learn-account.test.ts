import { IntegrationConfig } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { openWorld, type World } from '../kernel/testing/world.ts';

const syncro = { provider: 'syncro' };
const token = 'a-token-nobody-may-read-0001';
const { integrations, connections } = services;

let world: World;
let owner: ServiceContext;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.upstream.tokens = new Set([token, 'another-token-0002']);
  world.upstream.instead = null;
  owner = await (await world.organization()).as('owner');
  const settings = { subdomain: 'acme', apiToken: token };
  await integrations.configure(owner, { ...syncro, settings });
  world.upstream.calls.length = 0;
});

const test = () => integrations.test(owner, syncro);
const asked = () => world.upstream.calls.filter((path) => path.endsWith('/me')).length;
const shown = async () => ({
  card: (await integrations.list(owner, {})).find(({ provider }) => provider === 'syncro')?.account,
  page: (await integrations.get(owner, syncro)).account,
  panel: (await connections.get(owner, syncro)).account,
});
const nobody = { card: null, page: null, panel: null };

describe('the account behind pasted credentials', () => {
  it('is known after the first good check, everywhere', async () => {
    expect(await shown()).toEqual(nobody);
    const { integration } = await test();
    const { account } = integration;
    expect(account).toContain('acme');
    const { panel, ...names } = await shown();
    expect(names).toEqual({ card: account, page: account });
    expect(panel).toEqual({ id: expect.stringContaining('acme'), name: account, details: {} });
    const { organizationId } = owner.principal;
    const where = { provider: 'syncro', accountId: panel?.id ?? '', organizationId };
    expect(await world.runtime.orm.em.fork().count(IntegrationConfig, where)).toBe(1);
  });

  it('is asked for once, and anew for other settings', async () => {
    await test();
    const first = asked();
    await test();
    // The second check signs in as well, but asks nothing more.
    expect(asked() - first).toBe(first - 1);
    const apiToken = 'another-token-0002';
    await integrations.reconfigure(owner, { ...syncro, settings: { apiToken } });
    expect(await shown()).toEqual(nobody);
    await test();
    expect((await shown()).page).toContain('acme');
  });

  it('goes with the credentials', async () => {
    await test();
    await connections.disconnect(owner, syncro);
    expect(await shown()).toEqual(nobody);
  });

  it('stays unknown when the check fails or nobody says', async () => {
    world.upstream.instead = () => new Response('', { status: 503 });
    await test();
    expect(await shown()).toEqual(nobody);
    let calls = 0;
    world.upstream.instead = () => {
      calls += 1;
      const isAccount = calls > 2;
      if (isAccount) return new Response('', { status: 503 });
      return Response.json({ user_id: 1, user_name: 'Ada', customers: [] });
    };
    expect((await test()).check.health).toBe('ok');
    expect(calls).toBe(3);
    expect(await shown()).toEqual(nobody);
  });

  it('shows nothing of a secret that the other side echoes', async () => {
    world.upstream.instead = () =>
      Response.json({ user_id: 1, user_name: `Ada ${token}`, subdomain: token, customers: [] });
    await test();
    expect(JSON.stringify(await shown())).not.toContain(token);
  });
});
