import { demo, giveConsent, type Sandbox, startSandbox } from '@patchbay/sandbox';
import { connectionPolicy } from '@patchbay/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openProduct, origin, type Product, type Visitor } from '../testing/product.ts';

const own = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
  clientId,
  clientSecret,
});

// The providers that can be connected in two ways, each with a read that any connection may do.
const ways = [
  {
    provider: 'discord',
    app: {
      applicationId: demo.apps.discord.clientId,
      clientSecret: demo.apps.discord.clientSecret,
    },
    change: { permissions: '2048' },
    tokens: demo.tokens.discord,
    operation: 'me.get',
  },
  {
    provider: 'slack',
    app: own(demo.apps.slack),
    change: { scopes: 'channels:read chat:write team:read users:read' },
    tokens: demo.tokens.slack,
    operation: 'team.get',
  },
  {
    provider: 'notion',
    app: own(demo.apps.notion),
    change: { apiVersion: '2025-09-03' },
    tokens: demo.tokens.notion,
    operation: 'search',
  },
] as const;

let sandbox: Sandbox;
let product: Product;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  for (const { provider } of ways) {
    const redirectUris = [`${origin}/oauth/${provider}/callback`];
    sandbox.putApp(demo.apps[provider].clientId, { redirectUris });
  }
  const given = { INTEGRATIONS_ENABLED: true, INTEGRATIONS_ALLOWED: [] };
  const oauth = connectionPolicy({}, given, origin);
  product = await openProduct(undefined, { sandbox, oauth });
});
afterAll(async () => {
  await product.close();
  await sandbox.close();
});

async function expectToWork({ client }: Visitor, provider: string, operation: string) {
  const { check } = await client.integrations.test.mutate({ provider });
  expect(check).toMatchObject({ health: 'ok', reason: null });
  const result = await client.operations.run.mutate({ provider, operation });
  expect(result).toMatchObject({ output: expect.any(Object) });
}

it('is checked without anybody asking', async () => {
  const { owner } = await product.found('Acme');
  const { client } = owner;
  const [{ provider, app }] = ways;
  await client.integrations.update.mutate({ provider, settings: app });
  const { url } = await client.connections.authorize.mutate({ provider });
  const back = await giveConsent(url);
  await owner.fetch(`${back.pathname}${back.search}`);
  await vi.waitFor(async () => {
    const { state } = await client.integrations.get.query({ provider });
    expect(state).toBe('active');
  }, 10_000);
});

describe.each(ways)('$provider', ({ provider, app, change, tokens, operation }) => {
  it('works through consent with nothing but an app', async () => {
    const { owner } = await product.found('Acme');
    const { client } = owner;
    await client.integrations.update.mutate({ provider, settings: app });
    const { url } = await client.connections.authorize.mutate({ provider });
    const back = await giveConsent(url);
    await owner.fetch(`${back.pathname}${back.search}`);
    await expectToWork(owner, provider, operation);
    const settings = { ...change };
    await client.integrations.reconfigure.mutate({ provider, settings });
    await expectToWork(owner, provider, operation);
    const pasted = client.integrations.reconfigure.mutate({ provider, settings: { ...tokens } });
    await expect(pasted).rejects.toMatchObject({ data: { patchbay: { code: 'conflict' } } });
  });

  it('works with a pasted token and nothing but that', async () => {
    const { owner } = await product.found('Acme');
    const settings = { ...tokens };
    await owner.client.integrations.configure.mutate({ provider, settings });
    await expectToWork(owner, provider, operation);
    const { account } = await owner.client.connections.get.query({ provider });
    expect(account).toMatchObject({ id: expect.stringMatching(/./), name: expect.any(String) });
    const { account: name } = await owner.client.integrations.get.query({ provider });
    expect(name).toBe(account?.name);
    const consent = owner.client.connections.authorize.mutate({ provider });
    await expect(consent).rejects.toMatchObject({ data: { patchbay: { code: 'conflict' } } });
  });
});
