import {
  IntegrationAuthState,
  IntegrationConfig,
  IntegrationCredential,
  IntegrationRevocation,
} from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { openWorld, type World } from '../kernel/testing/world.ts';
import { revokeOutstanding } from './revoke-outstanding.ts';
import { openReddit, sessionOf } from './testing/reddit.ts';

const { connections, integrations, audit } = services;
const reddit = { provider: 'reddit' };

let world: World;
let scene: Awaited<ReturnType<typeof openReddit>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await openReddit(world);
  return () => scene.close();
});

const view = (ctx: ServiceContext = scene.admin) => connections.get(ctx, reddit);
const stored = () =>
  scene.runtime.orm.em
    .fork()
    .findOne(IntegrationCredential, { organizationId: scene.organization.id });

describe('consent', () => {
  it('sends people back to the host for callbacks, if there is one', async () => {
    const oauth = { ...scene.runtime.oauth, callbackUrl: 'https://callbacks.test' };
    const ctx = { ...scene.admin, runtime: { ...scene.runtime, oauth } };
    const { url } = await connections.authorize(ctx, reddit);
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(
      'https://callbacks.test/oauth/reddit/callback',
    );
  });

  it('connects the account that the person chose', async () => {
    const { url, state } = await scene.start();
    expect(`${url.origin}${url.pathname}`).toBe('https://www.reddit.com/api/v1/authorize');
    expect(url.searchParams.get('redirect_uri')).toBe('http://patchbay.test/oauth/reddit/callback');
    const result = await scene.finish({ state, code: scene.upstream.code() });
    expect(result).toMatchObject({
      outcome: 'connected',
      accountName: 'ada',
      missingScopes: [],
      returnTo: expect.stringMatching(/^\/o\/acme-.*\/integrations\/reddit$/),
    });
    expect(await view()).toMatchObject({
      state: 'connected',
      app: 'shared',
      connectionType: 'public',
      account: { id: 't2_ada', name: 'ada' },
      scopes: { granted: ['identity', 'read', 'submit'], missing: [] },
      renews: true,
      pending: null,
    });
    expect(await integrations.get(scene.admin, reddit)).toMatchObject({ status: 'configured' });
    const { items } = await audit.list(scene.admin, {});
    expect(items[0]).toMatchObject({
      action: 'integration.connected',
      details: { provider: 'reddit', accountName: 'ada' },
    });
  });

  it('leaves no secret in the clear, in the database or in an answer', async () => {
    const { state } = await scene.start();
    const result = await scene.finish({ state, code: scene.upstream.code() });
    const seen = JSON.stringify([
      await world.contents(),
      result,
      await view(),
      await audit.list(scene.admin, {}),
      await connections.disconnect(scene.admin, reddit),
      await world.contents(),
    ]);
    for (const secret of [...scene.upstream.issued, state, 'client-secret-of-the-tests']) {
      expect(seen).not.toContain(secret);
    }
  });

  it('counts once, also when two callbacks arrive at the same time', async () => {
    const { state } = await scene.start();
    const params = { state, code: scene.upstream.code() };
    const outcomes = await Promise.all([scene.finish(params), scene.finish(params)]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['connected', 'replayed']);
    expect((await scene.finish(params)).outcome).toBe('replayed');
    const exchanges = scene.upstream.calls.filter((path) => path.endsWith('access_token'));
    expect(exchanges).toHaveLength(1);
  });

  it('is finished by the browser that began it, and by no other', async () => {
    const { state } = await scene.start();
    const code = scene.upstream.code();
    const own = sessionOf(scene.admin);
    const colleague = sessionOf(await scene.as('admin'));
    const stranger = sessionOf(await (await world.organization()).as('owner'));
    for (const session of [{ ...own, id: 'another-session' }, colleague, stranger, null]) {
      const result = await scene.finish({ state, code }, session as never);
      expect(result).toEqual({ outcome: 'mismatch', provider: 'reddit', providerName: 'Reddit' });
    }
    expect((await scene.finish({ state, code }, own, 'notion')).outcome).toBe('mismatch');
    expect(await stored()).toBeNull();
    expect(scene.upstream.calls).toEqual([]);
    expect((await scene.finish({ state, code })).outcome).toBe('connected');
  });

  it('runs out after ten minutes', async () => {
    const { state } = await scene.start();
    world.clock.advance(600_000);
    const code = scene.upstream.code();
    expect(await scene.finish({ state, code })).toMatchObject({ outcome: 'expired' });
    expect((await scene.finish({ state, code })).outcome).toBe('replayed');
    expect(await stored()).toBeNull();
  });

  it('can be refused at the provider, which changes nothing', async () => {
    await scene.connect();
    const before = await stored();
    const { state } = await scene.start();
    const refused = await scene.finish({ state, error: 'access_denied' });
    expect(refused).toMatchObject({ outcome: 'denied', providerName: 'Reddit' });
    expect(await stored()).toEqual(before);
  });

  it('takes no answer of another issuer', async () => {
    const { state } = await scene.start();
    const params = { state, code: scene.upstream.code(), iss: 'https://evil.example' };
    expect((await scene.finish(params)).outcome).toBe('mismatch');
    expect(scene.upstream.calls).toEqual([]);
  });

  it.each(['', 'x'.repeat(52)])('knows a state that was never one of ours: %j', async (state) => {
    expect((await scene.finish({ state, code: 'a' })).outcome).toBe('replayed');
  });

  it('is not finished by somebody who has lost the right meanwhile', async () => {
    const admin = await scene.as('admin');
    const { state } = await scene.start(admin);
    const { actor } = admin.principal;
    const db = scene.runtime.orm.em.fork();
    await db.execute(`update auth.member set role = 'member' where "userId" = ?`, [actor.id]);
    const params = { state, code: scene.upstream.code() };
    const result = await scene.finish(params, sessionOf(admin));
    expect(result).toMatchObject({ outcome: 'error', kind: 'forbidden' });
    expect(scene.upstream.calls).toEqual([]);
  });

  it.each([
    ['a wrong code', 'made-up', 'invalid_grant'],
    ['a provider that is down', 'down', 'unreachable'],
    ['an account that cannot be read', 'nobody', 'account'],
  ])('says what went wrong with %s and changes nothing', async (_name, trouble, kind) => {
    const { state } = await scene.start();
    const code = trouble === 'made-up' ? trouble : scene.upstream.code();
    scene.upstream.instead = (path) => {
      if (trouble === 'down') return new Response('', { status: 503 });
      return trouble === 'nobody' && path.endsWith('/me')
        ? new Response('', { status: 500 })
        : null;
    };
    const result = await scene.finish({ state, code });
    expect(result).toMatchObject({ outcome: 'error', kind });
    expect(await stored()).toBeNull();
    expect(await integrations.get(scene.admin, reddit)).toMatchObject({ status: 'not_configured' });
  });

  it('asks for more of the same account without losing what was granted', async () => {
    scene.upstream.scope = 'read';
    expect(await scene.connect()).toMatchObject({ missingScopes: ['identity'] });
    const { url } = await scene.start(scene.admin, { scopes: ['history'] });
    const asked = url.searchParams.get('scope')?.split(' ').sort();
    expect(asked).toEqual(['history', 'identity', 'read', 'submit']);
    await expect(scene.start(scene.admin, { scopes: ['made-up'] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/o/acme\r\nx: y',
    'javascript:alert(1)',
    '',
  ])('does not come back to %j', async (returnTo) => {
    await expect(scene.start(scene.admin, { returnTo })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('comes back to a path of this product', async () => {
    const { state } = await scene.start(scene.admin, { returnTo: '/o/acme/integrations?x=1#y' });
    const code = scene.upstream.code();
    const result = await scene.finish({ state, code });
    expect(result).toMatchObject({ returnTo: '/o/acme/integrations?x=1#y' });
  });

  it('leaves no state behind that ran out long ago', async () => {
    await scene.start();
    world.clock.advance(25 * 3_600_000);
    await scene.start();
    const { id: organizationId } = scene.organization;
    const em = scene.runtime.orm.em.fork();
    expect(await em.count(IntegrationAuthState, { organizationId })).toBe(1);
  });
});

describe('another account', () => {
  it('waits until somebody confirms it; then the old tokens are ended', async () => {
    await scene.connect('ada');
    const [oldAccess = '', oldRefresh = ''] = scene.upstream.issued;
    const result = await scene.connect('grace');
    expect(result).toMatchObject({
      outcome: 'other_account',
      accountName: 'grace',
      connectedAccountName: 'ada',
    });
    const waiting = await view();
    expect(waiting).toMatchObject({ account: { name: 'ada' }, pending: { accountName: 'grace' } });
    const pendingId = waiting.pending?.id ?? '';
    const taken = await connections.confirmAccount(scene.admin, { ...reddit, pendingId });
    expect(taken).toMatchObject({ account: { name: 'grace' }, pending: null, state: 'connected' });
    await end();
    expect([oldAccess, oldRefresh].map(scene.upstream.isAlive)).toEqual([false, false]);
    await expect(
      connections.confirmAccount(scene.admin, { ...reddit, pendingId }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is dropped with its tokens, and the connection stays', async () => {
    await scene.connect('ada');
    await scene.connect('grace');
    const pendingId = (await view()).pending?.id ?? '';
    const kept = await connections.dropAccount(scene.admin, { ...reddit, pendingId });
    expect(kept).toMatchObject({ account: { name: 'ada' }, pending: null });
    await end();
    expect(scene.upstream.issued.map(scene.upstream.isAlive)).toEqual([true, true, false, false]);
  });

  it('that nobody answers for is ended after a quarter of an hour', async () => {
    await scene.connect('ada');
    await scene.connect('grace');
    world.clock.advance(15 * 60_000);
    expect((await view()).pending).toBeNull();
    await end();
    expect(scene.upstream.issued.map(scene.upstream.isAlive)).toEqual([true, true, false, false]);
  });
});

const end = () =>
  revokeOutstanding(scene.runtime, { limit: 50, signal: new AbortController().signal });

describe('disconnect', () => {
  it('ends the tokens at the provider and then here', async () => {
    await scene.connect();
    const { connection, revocation } = await connections.disconnect(scene.admin, reddit);
    expect(revocation).toBe('revoked');
    expect(connection).toMatchObject({ state: 'none', account: null });
    expect(scene.upstream.issued.map(scene.upstream.isAlive)).toEqual([false, false]);
    expect(await stored()).toBeNull();
    const { items } = await audit.list(scene.admin, {});
    expect(items[0]).toMatchObject({
      action: 'integration.disconnected',
      details: { accountName: 'ada', revocation: 'revoked' },
    });
    expect((await connections.disconnect(scene.admin, reddit)).revocation).toBe('none');
  });

  it('does not wait for a provider that is away; the job goes on', async () => {
    await scene.connect();
    scene.upstream.instead = () => new Response('', { status: 503 });
    const { revocation } = await connections.disconnect(scene.admin, reddit);
    expect(revocation).toBe('queued');
    expect(await stored()).toBeNull();
    await end();
    const em = scene.runtime.orm.em.fork();
    const where = { organizationId: scene.organization.id };
    expect(await em.findOne(IntegrationRevocation, where)).toMatchObject({ attempts: 1 });
    scene.upstream.instead = null;
    world.clock.advance(61_000);
    await end();
    expect(scene.upstream.issued.map(scene.upstream.isAlive)).toEqual([false, false]);
    expect(await em.count(IntegrationRevocation, where)).toBe(0);
    const { items } = await audit.list(scene.admin, {});
    expect(items[0]).toMatchObject({
      action: 'integration.revoked',
      details: { outcome: 'revoked' },
    });
  });

  it('happens with a removal as well', async () => {
    await scene.connect();
    await integrations.remove(scene.admin, reddit);
    expect(scene.upstream.issued.map(scene.upstream.isAlive)).toEqual([false, false]);
    expect(await stored()).toBeNull();
  });
});

describe('the two ways of one provider', () => {
  const notion = { provider: 'notion' };
  const settings = { token: 'ntn_a_token_of_our_own_workspace' };

  it('take no pasted token beside a connection', async () => {
    await scene.connect();
    const { id: integration } = await integrations.get(scene.admin, notion);
    const kept = { integration, provider: 'notion' };
    const where = { organizationId: scene.organization.id };
    const em = scene.runtime.orm.em.fork();
    await em.nativeUpdate(IntegrationCredential, where, kept);
    await em.nativeUpdate(IntegrationConfig, { id: integration }, { status: 'configured' });
    const before = await world.contents();
    for (const verb of [integrations.update, integrations.reconfigure]) {
      await expect(verb(scene.admin, { ...notion, settings })).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('Disconnect it'),
      });
    }
    expect(await world.contents()).toEqual(before);
  });

  it('are never mixed', async () => {
    await integrations.configure(scene.admin, { ...notion, settings });
    expect(await connections.get(scene.admin, notion)).toMatchObject({
      state: 'connected',
      connectionType: 'internal',
    });
    await expect(connections.authorize(scene.admin, notion)).rejects.toMatchObject({
      code: 'conflict',
    });
    const { connection } = await connections.disconnect(scene.admin, notion);
    expect(connection).toMatchObject({ state: 'none', connectionType: null });
  });

  it('are each open only as far as the operator allows', async () => {
    const oauth = { ...scene.runtime.oauth, allowed: { notion: ['internal' as const] } };
    const ctx = { ...scene.admin, runtime: { ...scene.runtime, oauth } };
    const { ways } = await connections.get(ctx, notion);
    expect(ways.map(({ type, allowed }) => [type, allowed])).toEqual([
      ['public', false],
      ['internal', true],
    ]);
    await expect(connections.authorize(ctx, notion)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(connections.authorize(ctx, reddit)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('make no connection of an app alone', async () => {
    const app = { clientId: 'an-app-of-our-own', clientSecret: 'its-own-secret-value' };
    const saved = await integrations.update(scene.admin, { ...reddit, settings: app });
    expect(saved.status).toBe('not_configured');
  });
});

it('is out of reach of every other organization', async () => {
  await scene.connect();
  await scene.connect('grace');
  const pendingId = (await view()).pending?.id ?? '';
  const { integrationId: id } = await view();
  const other = { ...(await (await world.organization()).as('owner')), runtime: scene.runtime };
  const before = await world.contents();
  const attempts = [
    () => connections.get(other, { id }),
    () => connections.authorize(other, { id }),
    () => connections.confirmAccount(other, { id, pendingId }),
    () => connections.confirmAccount(other, { ...reddit, pendingId }),
    () => connections.dropAccount(other, { id, pendingId }),
    () => connections.dropAccount(other, { ...reddit, pendingId }),
    () => connections.disconnect(other, { id }),
  ];
  for (const attempt of attempts) {
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await world.contents()).toEqual(before);
  expect(await services.repairs.list(other, {})).toEqual([]);
});

describe('a page that hands a password back', () => {
  const wordpress = { provider: 'wordpress' };
  const siteUrl = 'https://blog.example.org';
  const answer = {
    site_url: siteUrl,
    user_login: 'ada',
    password: 'abcd EFGH 1234 ijkl MNOP 6789',
  };

  async function begin() {
    await integrations.update(scene.admin, { ...wordpress, settings: { siteUrl } });
    const { url } = await connections.authorize(scene.admin, wordpress);
    const back = new URL(new URL(url).searchParams.get('success_url') ?? '');
    const state = back.searchParams.get('state') ?? '';
    return { url: new URL(url), state };
  }
  const finish = (params: Record<string, string>) =>
    scene.finish(params, sessionOf(scene.admin), 'wordpress');

  it('is asked once the address is known, and its answer is saved as the credential', async () => {
    await expect(connections.authorize(scene.admin, wordpress)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { 'settings.siteUrl': ['is required'] },
    });
    const { url, state } = await begin();
    expect(url.href).toMatch(/^https:\/\/blog\.example\.org\/wp-admin\/authorize-application\.php/);
    expect(await finish({ state, ...answer })).toMatchObject({
      outcome: 'connected',
      accountName: 'ada',
    });
    expect(await integrations.get(scene.admin, wordpress)).toMatchObject({
      status: 'configured',
      settings: { siteUrl, username: 'ada', applicationPassword: { saved: true } },
    });
    expect(await connections.get(scene.admin, wordpress)).toMatchObject({
      state: 'connected',
      connectionType: 'internal',
      ways: [{ type: 'internal', consent: true, allowed: true }],
    });
    expect(JSON.stringify(await world.contents())).not.toContain(answer.password);
    expect((await finish({ state, ...answer })).outcome).toBe('replayed');
  });

  it('is believed only for the place that the settings name', async () => {
    const { state } = await begin();
    const foreign = { ...answer, site_url: 'https://evil.example' };
    expect(await finish({ state, ...foreign })).toMatchObject({ outcome: 'error' });
    expect(await integrations.get(scene.admin, wordpress)).toMatchObject({
      status: 'not_configured',
    });
  });

  it('can be refused', async () => {
    const { state } = await begin();
    expect(await finish({ state, error: 'access_denied' })).toMatchObject({ outcome: 'denied' });
  });
});
