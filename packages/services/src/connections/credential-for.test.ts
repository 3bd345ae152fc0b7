import { IntegrationCredential } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import { openWorld, type World } from '../kernel/testing/world.ts';
import { credentialCache } from './credential-cache.ts';
import { credentialFor, renewCredential } from './credential-for.ts';
import { renewDue } from './renew-due.ts';
import { revokeOutstanding } from './revoke-outstanding.ts';
import { openReddit } from './testing/reddit.ts';

const { connections, integrations, repairs, audit } = services;
const reddit = { provider: 'reddit' };
const minuteMs = 60_000;

let world: World;
let scene: Awaited<ReturnType<typeof openReddit>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await openReddit(world);
  scene.upstream.rotates = true;
  await scene.connect();
  return async () => {
    await scene.close();
    // A sweep is for everybody, so what a test leaves behind would count in the next one.
    await world.runtime.orm.em.fork().nativeDelete(IntegrationCredential, {});
  };
});

const live = () => {
  credentialCache(scene.runtime).forget(scene.organization.id);
  return credentialFor(scene.runtime, scene.organization.id, 'reddit');
};
const row = () =>
  scene.runtime.orm.em
    .fork()
    .findOneOrFail(IntegrationCredential, { organizationId: scene.organization.id });
const renewals = () =>
  scene.upstream.calls.filter((path) => path.endsWith('access_token')).length - 1;
const down = () => new Response('', { status: 503 });
const ahead = () => renewDue(scene.runtime, { limit: 10, signal: new AbortController().signal });

describe('a token that is still good', () => {
  it('is handed out from the cache, open and with its settings', async () => {
    const { token, settings, generation, scopes, accountId } = await live();
    expect(token?.accessToken).toBe(scene.upstream.issued[0]);
    expect(settings).toMatchObject({ clientId: 'app-of-the-tests' });
    expect({ generation, scopes, accountId }).toEqual({
      generation: 1,
      scopes: ['identity', 'read', 'submit'],
      accountId: 't2_ada',
    });
    const again = await credentialFor(scene.runtime, scene.organization.id, 'reddit');
    expect(again.token).toEqual(token);
    expect(renewals()).toBe(0);
  });

  it('of ten minutes is renewed in its last minute, not at every read', async () => {
    scene.upstream.expiresIn = 600;
    await scene.connect();
    const first = await row();
    world.clock.advance(8.9 * minuteMs);
    expect((await live()).token?.accessToken).toBe(scene.upstream.issued.at(-2));
    expect(await ahead()).toMatchObject({ due: 0 });
    world.clock.advance(0.2 * minuteMs);
    expect(await ahead()).toEqual({ due: 1, renewed: 1, failed: 0, broken: 0 });
    expect((await row()).generation).toBe(first.generation + 1);
  });

  it('near its end is renewed in the background and used meanwhile', async () => {
    world.clock.advance(56 * minuteMs);
    let asked = () => {};
    const answered = new Promise<void>((resolve) => {
      asked = resolve;
    });
    scene.upstream.instead = () => {
      asked();
      return null;
    };
    expect((await live()).token?.accessToken).toBe(scene.upstream.issued[0]);
    await answered;
    await expect.poll(async () => (await row()).generation).toBe(2);
    expect((await live()).token?.accessToken).toBe(scene.upstream.issued.at(-2));
  });

  it('goes on being used while the token endpoint is down, which is asked ever more rarely', async () => {
    world.clock.advance(56 * minuteMs);
    scene.upstream.instead = down;
    expect(await ahead()).toMatchObject({ due: 1, failed: 1 });
    expect(await ahead()).toMatchObject({ due: 0 });
    expect((await live()).token?.accessToken).toBe(scene.upstream.issued[0]);
    world.clock.advance(6_000);
    expect(await ahead()).toMatchObject({ due: 1, failed: 1 });
    expect(await row()).toMatchObject({ refreshFailures: 2, brokenAt: null });
    expect(await connections.get(scene.admin, reddit)).toMatchObject({
      state: 'connected',
      trouble: { code: 'unreachable', failures: 2 },
    });
    scene.upstream.instead = null;
    world.clock.advance(minuteMs);
    expect(await ahead()).toMatchObject({ renewed: 1 });
    expect(await row()).toMatchObject({ refreshFailures: 0, refreshError: null });
  });

  it('is renewed ahead of time also where the integration is switched off', async () => {
    await integrations.toggle(scene.admin, reddit);
    world.clock.advance(56 * minuteMs);
    expect(await ahead()).toMatchObject({ renewed: 1 });
    await expect(live()).rejects.toMatchObject({ problem: 'disabled' });
  });
});

describe('a token that has run out', () => {
  beforeEach(() => world.clock.advance(61 * minuteMs));

  it('is renewed once for everybody who waits for it', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => live()));
    expect(new Set(all.map(({ token }) => token?.accessToken)).size).toBe(1);
    expect(all[0]?.generation).toBe(2);
    expect(renewals()).toBe(1);
  });

  it('that cannot be renewed just now is no dead connection', async () => {
    scene.upstream.instead = down;
    await expect(live()).rejects.toMatchObject({ problem: 'unavailable', code: 'unavailable' });
    expect(await connections.get(scene.admin, reddit)).toMatchObject({ state: 'connected' });
    scene.upstream.instead = null;
    world.clock.advance(minuteMs);
    expect((await live()).generation).toBe(2);
  });

  it.each([
    ['a wrong client secret', () => new Response('', { status: 401 })],
    ['too many requests', () => new Response('', { status: 429 })],
    ['an answer nobody understands', () => new Response('<html>')],
  ])('is not condemned for %s', async (_name, answer) => {
    scene.upstream.instead = answer;
    await expect(live()).rejects.toMatchObject({ problem: 'unavailable' });
    expect((await row()).brokenAt).toBeNull();
  });

  it('whose grant is dead needs a new consent, and says so everywhere', async () => {
    scene.upstream.endAll();
    await expect(live()).rejects.toMatchObject({ problem: 'needs_reconnection' });
    await expect(live()).rejects.toMatchObject({ problem: 'needs_reconnection' });
    expect(renewals()).toBe(1);
    expect(await connections.get(scene.admin, reddit)).toMatchObject({
      state: 'needs_reconnection',
      broken: { reason: 'refused' },
    });
    expect(await integrations.get(scene.admin, reddit)).toMatchObject({
      status: 'error',
      healthReason: 'auth',
      checksHeld: true,
    });
    const { items } = await audit.list(scene.admin, {});
    expect(items.filter(({ action }) => action === 'integration.expired')).toHaveLength(1);
    expect(await repairs.list(scene.admin, {})).toMatchObject([
      { kind: 'needs_reconnection', severity: 'critical', action: { kind: 'connect' } },
    ]);
    expect(await scene.connect()).toMatchObject({ outcome: 'connected' });
    expect((await live()).token?.accessToken).toBe(scene.upstream.issued.at(-2));
    expect(await repairs.list(scene.admin, {})).toEqual([]);
  });

  it('is not condemned when somebody else renewed it meanwhile', async () => {
    const old = await credentialFor(scene.runtime, scene.organization.id, 'reddit').catch(
      () => null,
    );
    expect(old?.generation).toBe(2);
    const stale = { ...(await live()), generation: 1 };
    expect((await renewCredential(scene.runtime, stale, 'rejected')).generation).toBe(2);
    expect(renewals()).toBe(1);
  });
});

it('that arrives after its connection was ended is ended as well', async () => {
  world.clock.advance(61 * minuteMs);
  scene.upstream.instead = async (_path, request) => {
    scene.upstream.instead = null;
    const answer = await scene.upstream.fetch(request);
    await connections.disconnect(scene.admin, reddit);
    return answer;
  };
  await expect(live()).rejects.toMatchObject({ problem: 'not_configured' });
  expect(scene.upstream.isAlive(scene.upstream.issued.at(-1) ?? '')).toBe(true);
  await revokeOutstanding(scene.runtime, { limit: 9, signal: new AbortController().signal });
  expect(scene.upstream.issued.filter(scene.upstream.isAlive)).toEqual([]);
});

it('whose grant is dead does not condemn the connection that took its place', async () => {
  world.clock.advance(61 * minuteMs);
  scene.upstream.instead = async () => {
    scene.upstream.instead = null;
    await connections.disconnect(scene.admin, reddit);
    await scene.connect();
    return Response.json({ error: 400 }, { status: 400 });
  };
  expect((await live()).token?.accessToken).toBe(scene.upstream.issued.at(-2));
  expect(await row()).toMatchObject({ generation: 1, brokenAt: null });
});

describe('a refused token', () => {
  it('is renewed although its time is not over', async () => {
    const before = await live();
    const after = await renewCredential(scene.runtime, before, 'rejected');
    expect(after.generation).toBe(2);
    expect(after.token?.accessToken).not.toBe(before.token?.accessToken);
  });

  it('ends a connection that has nothing to renew it with', async () => {
    await scene.runtime.orm.em
      .fork()
      .nativeUpdate(
        IntegrationCredential,
        { organizationId: scene.organization.id },
        { refreshToken: null, refreshAt: null },
      );
    const attempt = renewCredential(scene.runtime, await live(), 'rejected');
    await expect(attempt).rejects.toMatchObject({ problem: 'needs_reconnection' });
    expect(await row()).toMatchObject({ brokenReason: 'rejected' });
  });

  it('of pasted credentials stops the checks until somebody enters new ones', async () => {
    const settings = { subdomain: 'acme', apiToken: 'a-token-of-some-length' };
    await integrations.configure(scene.admin, { provider: 'syncro', settings });
    const syncro = await credentialFor(scene.runtime, scene.organization.id, 'syncro');
    expect(syncro).toMatchObject({ token: null, settings });
    await expect(renewCredential(scene.runtime, syncro, 'rejected')).rejects.toMatchObject({
      problem: 'needs_reconnection',
    });
    expect(await integrations.get(scene.admin, { provider: 'syncro' })).toMatchObject({
      state: 'error_auth',
      checksHeld: true,
    });
    expect(await repairs.list(scene.admin, {})).toMatchObject([
      { kind: 'credentials_refused', action: { kind: 'edit_settings' } },
    ]);
  });
});

describe('health', () => {
  it('checks a connection with its token and decides about its status', async () => {
    const { check, integration } = await integrations.test(scene.admin, reddit);
    expect(check).toMatchObject({ health: 'ok' });
    expect(integration.status).toBe('active');
  });

  it('renews a token that was withdrawn early before it calls the connection broken', async () => {
    scene.upstream.end(scene.upstream.issued[0] ?? '');
    const { check } = await integrations.test(scene.admin, reddit);
    expect(check).toMatchObject({ health: 'ok' });
    expect((await row()).generation).toBe(2);
  });

  it('finds a grant that is dead', async () => {
    scene.upstream.endAll();
    const { check } = await integrations.test(scene.admin, reddit);
    expect(check).toMatchObject({ health: 'error', reason: 'auth' });
    expect(await connections.get(scene.admin, reddit)).toMatchObject({
      state: 'needs_reconnection',
    });
  });
});

it.each([
  ['not_configured', async () => void (await connections.disconnect(scene.admin, reddit))],
  ['disabled', async () => void (await integrations.toggle(scene.admin, reddit))],
])('a connection that is %s is refused at the next call', async (problem, act) => {
  const events = credentialCache(scene.runtime);
  await live();
  await act();
  // What the listening connection of the process hears.
  const { integrationId: id } = await connections.get(scene.admin, reddit);
  const subject = { type: 'integration' as const, id };
  events.heard({ organizationId: scene.organization.id, type: 'disabled', subject });
  await expect(credentialFor(scene.runtime, scene.organization.id, 'reddit')).rejects.toMatchObject(
    { problem },
  );
});

it('is refused where the operator does not allow the provider any more', async () => {
  const oauth = { ...scene.runtime.oauth, allowed: {} };
  credentialCache(scene.runtime).forget(scene.organization.id);
  const attempt = credentialFor({ ...scene.runtime, oauth }, scene.organization.id, 'reddit');
  await expect(attempt).rejects.toMatchObject({ problem: 'not_allowed' });
});
