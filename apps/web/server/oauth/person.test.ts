import { ensureJobs } from '@patchbay/jobs';
import { demo, giveConsent, type Sandbox, startSandbox } from '@patchbay/sandbox';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  type Founded,
  openProduct,
  origin,
  type Product,
  type Visitor,
} from '../testing/product.ts';

let sandbox: Sandbox;
let product: Product;
let acme: Founded;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { clientId } = demo.apps.discord;
  sandbox.putApp(clientId, { redirectUris: [`${origin}/oauth/discord/callback`] });
  product = await openProduct(undefined, { sandbox });
  await ensureJobs(product.url);
  acme = await product.found('Acme');
  await acme.owner.client.integrations.configure.mutate({
    provider: 'discord',
    settings: demo.tokens.discord,
  });
});
beforeEach(() => sandbox.clearFaults());
afterAll(async () => {
  await product.close();
  await sandbox.close();
});

const member = () => product.join(acme, 'member');
const start = async (who: Visitor, returnTo?: string) =>
  (
    await who.client.accounts.authorize.mutate({
      provider: 'discord',
      ...(returnTo && { returnTo }),
    })
  ).url;
const come = async (back: URL, who: Visitor) => {
  const answer = await who.fetch(`${back.pathname}${back.search}`);
  const to = new URL(answer.headers.get('location') ?? 'about:blank', origin);
  return { status: answer.status, path: to.pathname, told: Object.fromEntries(to.searchParams) };
};
const current = (who: Visitor) =>
  who.client.accounts.current.query({ provider: 'discord' }).catch(() => null);
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error) => error.data.patchbay.code,
  );

it('a person consents, joins the server, and is removed from it again', async () => {
  const ann = await member();
  const url = new URL(await start(ann));
  expect(url.searchParams.get('scope')).toBe('identify guilds.join');
  expect(url.searchParams.get('code_challenge_method')).toBe('S256');
  const landed = await come(await giveConsent(url, { account: '701' }), ann);
  expect(landed).toEqual({
    status: 303,
    path: `/o/${acme.slug}/my-accounts`,
    told: { account: 'discord', accountName: expect.stringContaining('of the sandbox') },
  });
  const account = await current(ann);
  expect(account).toMatchObject({
    status: 'active',
    identifier: expect.stringMatching(/^\d{18}$/),
    details: { name: landed.told.accountName },
  });
  const listed = await acme.owner.client.accounts.list.query({ provider: 'discord' });
  expect(listed.items.map(({ id }) => id)).toEqual([account?.id]);

  expect(await refusal(start(ann))).toBe('conflict');
  const ref = { provider: 'discord', accountId: account?.id ?? '' };
  expect(await ann.client.accounts.remove.mutate(ref)).toMatchObject({ outcome: 'done' });
  // Kicked, so the same consent takes them in anew.
  expect((await come(await giveConsent(await start(ann), { account: '701' }), ann)).told).toEqual({
    account: 'discord',
    accountName: landed.told.accountName,
  });
});

it('the token of the person is stored nowhere', async () => {
  const ben = await member();
  await come(await giveConsent(await start(ben), { account: '702' }), ben);
  expect(await current(ben)).toMatchObject({ status: 'active' });
  const rows = await product.query(
    `select to_jsonb(a)::text as text from integration_accounts a
     union all select to_jsonb(l)::text from integration_audit_logs l
     union all select to_jsonb(c)::text from integration_call_logs c
     union all select to_jsonb(k)::text from integration_credentials k
     union all select to_jsonb(s)::text from integration_auth_states s`,
  );
  const stored = rows.map(({ text }) => text).join('\n');
  expect(stored).toContain('702');
  expect(stored).not.toContain('sandbox-dat-');
  expect(stored).not.toContain('sandbox-drt-');
  const connection = await acme.owner.client.connections.get.query({ provider: 'discord' });
  expect(connection.connectionType).toBe('internal');
});

it('an answer counts once, and only in the browser that asked', async () => {
  const [cleo, dora] = [await member(), await member()];
  const back = await giveConsent(await start(cleo), { account: '703' });
  expect((await come(back, dora)).status).toBe(400);
  expect((await come(back, cleo)).told).toMatchObject({ account: 'discord' });
  expect((await come(back, cleo)).status).toBe(400);
  expect(await current(dora)).toBeNull();
});

it('a refused consent changes nothing and says so where it began', async () => {
  const eve = await member();
  const back = await giveConsent(await start(eve, `/o/${acme.slug}/my-accounts?from=test`), {
    deny: true,
  });
  expect(await come(back, eve)).toEqual({
    status: 303,
    path: `/o/${acme.slug}/my-accounts`,
    told: { from: 'test', account: 'discord', error: 'denied' },
  });
  expect(await current(eve)).toBeNull();
});

it('one Discord account belongs to one person here', async () => {
  const [fred, gina] = [await member(), await member()];
  await come(await giveConsent(await start(fred), { account: '704' }), fred);
  const second = await come(await giveConsent(await start(gina), { account: '704' }), gina);
  expect(second.told).toEqual({ account: 'discord', error: 'taken' });
  expect(await current(gina)).toBeNull();
});

it('what Discord will not do is told, and the person may try again', async () => {
  const hugo = await member();
  const { clientId } = demo.apps.discord;
  sandbox.putApp(clientId, { withheldScopes: ['guilds.join'] });
  const without = await come(await giveConsent(await start(hugo), { account: '705' }), hugo);
  sandbox.putApp(clientId, { withheldScopes: [] });
  expect(without.told).toEqual({ account: 'discord', error: 'conflict' });
  const back = await giveConsent(await start(hugo), { account: '705' });
  sandbox.setFault(demo.tokens.discord.botToken, { fault: '403', times: 1 });
  expect((await come(back, hugo)).told).toEqual({ account: 'discord', error: 'conflict' });
  expect(await current(hugo)).toBeNull();
  expect((await come(await giveConsent(await start(hugo), { account: '705' }), hugo)).told).toEqual(
    {
      account: 'discord',
      accountName: expect.any(String),
    },
  );
});

it('rights are asked again when the person comes back', async () => {
  const ida = await member();
  const back = await giveConsent(await start(ida), { account: '706' });
  await product.query(
    `delete from auth.member where "userId" = (select id from auth."user" order by "createdAt" desc limit 1)`,
  );
  expect((await come(back, ida)).told).toEqual({ account: 'discord', error: 'forbidden' });
});

it('nobody is sent away where it cannot work', async () => {
  const jo = await member();
  for (const provider of ['mailcow', 'syncro', 'nothing'])
    expect(['invalid_input', 'forbidden', 'not_found']).toContain(
      await refusal(jo.client.accounts.authorize.mutate({ provider })),
    );
  expect(await refusal(start(jo, 'https://evil.example/'))).toBe('invalid_input');
  expect(await refusal(jo.client.accounts.create.mutate({ provider: 'discord' }))).toBe(
    'invalid_input',
  );
  const other = await product.found('Other');
  const { clientSecret: _kept, ...bot } = demo.tokens.discord;
  await other.owner.client.integrations.configure.mutate({ provider: 'discord', settings: bot });
  expect(await refusal(start(other.owner))).toBe('conflict');
  const program = await product.program(acme);
  expect(await refusal(program.client.accounts.authorize.mutate({ provider: 'discord' }))).toBe(
    'forbidden',
  );
});
