import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@patchbay/core';
import { IntegrationCredential } from '@patchbay/db';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { services } from '../index.ts';
import { change, type Permitted, type ServiceContext } from '../kernel/index.ts';
import { openWorld, testKeys, type World } from '../kernel/testing/world.ts';
import { requireConnection } from './find.ts';
import { storeConnection } from './store.ts';
import { app, startAuthorizationServer } from './testing/authorization-server.ts';
import type { CallerOrder, CallerReport } from './testing/caller.ts';

const script = fileURLToPath(new URL('./testing/caller.ts', import.meta.url));

let world: World;
let server: Awaited<ReturnType<typeof startAuthorizationServer>>;
let admin: ServiceContext;
beforeAll(async () => {
  world = await openWorld();
  server = await startAuthorizationServer();
});
afterAll(async () => {
  await server.close();
  await world.close();
});
beforeEach(async () => {
  const tenant = await world.organization();
  const runtime = { ...world.runtime, clock: systemClock };
  admin = { ...(await tenant.as('admin')), runtime };
  await connectExpired(admin, await server.grant());
});

/** A connection whose access token has run out, so that the next call needs a new one. */
async function connectExpired(ctx: ServiceContext, refreshToken: string): Promise<void> {
  const permitted: Permitted = { ...ctx, permission: 'settings:edit' };
  const { organizationId } = ctx.principal;
  await change(permitted, async (em) => {
    const found = await requireConnection(em, organizationId, { provider: 'reddit' });
    const grant = {
      accessToken: 'the-first-access-token',
      refreshToken,
      tokenType: 'bearer',
      scopes: ['openid', 'offline_access'],
      expiresAt: new Date(Date.now() - 1_000),
      refreshExpiresAt: null,
      details: {},
      connectionType: 'public' as const,
      app: 'shared' as const,
      clientId: app.clientId,
      clientSecret: null,
    };
    const account = { id: 't2_ada', name: 'ada', details: {} };
    return { value: null, audit: await storeConnection(em, permitted, found, { grant, account }) };
  });
}

const row = () =>
  world.runtime.orm.em
    .fork()
    .findOneOrFail(IntegrationCredential, { organizationId: admin.principal.organizationId });
const view = () => services.connections.get(admin, { provider: 'reddit' });

async function startCaller(callers: number) {
  const order: CallerOrder = {
    url: world.url,
    keys: testKeys.current,
    rewrites: server.rewrites,
    allow: server.allow,
    organizationId: admin.principal.organizationId,
    callers,
  };
  const child = fork(script, [JSON.stringify(order)], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return {
    child,
    ask: async (): Promise<CallerReport> => {
      const answer = once(child, 'message');
      child.send('go');
      return (await answer)[0];
    },
  };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Calls of a new process, as after a restart. */
const askAgain = async () => (await startCaller(5)).ask();

describe('renewal at a server that rotates', { timeout: 60_000 }, () => {
  it('asks once for a hundred callers in four processes', async () => {
    const before = server.requests();
    const callers = await Promise.all([25, 25, 25, 25].map(startCaller));
    const reports = await Promise.all(callers.map(({ ask }) => ask()));
    expect(server.requests() - before).toBe(1);
    const tokens = new Set(reports.flatMap((report) => Object.keys(report.tokens)));
    expect(tokens.size).toBe(1);
    expect(tokens).not.toContain('the-first-access-token');
    expect(reports.map(({ tokens }) => Object.values(tokens))).toEqual([[25], [25], [25], [25]]);
    expect(reports.map(({ problems }) => problems)).toEqual([{}, {}, {}, {}]);
    expect(await row()).toMatchObject({ generation: 2, brokenAt: null, refreshStartedAt: null });
  });

  it('goes on renewing with the token it was given last', async () => {
    for (const generation of [2, 3, 4]) {
      expect((await askAgain()).problems).toEqual({});
      expect((await row()).generation).toBe(generation);
      await world.runtime.orm.em
        .fork()
        .execute(`update integration_credentials set expires_at = now() where integration_id = ?`, [
          (await row()).integration,
        ]);
    }
  });
});

describe('a process killed in the middle of a renewal', { timeout: 60_000 }, () => {
  it('before it asked: the grant survives', async () => {
    const blocked = await lockRow();
    const { child, ask } = await startCaller(5);
    void ask().catch(() => undefined);
    await blocked.waiter();
    await killed(child);
    await blocked.release();
    const before = server.requests();
    expect((await askAgain()).problems).toEqual({});
    expect(server.requests() - before).toBe(1);
    expect(await view()).toMatchObject({ state: 'connected' });
  });

  it('before the server saw the request: the grant survives', async () => {
    const held = server.holdAt('request');
    const { child, ask } = await startCaller(5);
    void ask().catch(() => undefined);
    await held.arrived;
    expect((await row()).refreshStartedAt).not.toBeNull();
    await killed(child);
    await wait(50);
    held.release();
    expect((await askAgain()).problems).toEqual({});
    expect(await row()).toMatchObject({ generation: 2, brokenAt: null, refreshStartedAt: null });
  });

  it('before the answer arrived: says truthfully that it was interrupted', async () => {
    const held = server.holdAt('answer');
    const { child, ask } = await startCaller(5);
    void ask().catch(() => undefined);
    await held.arrived;
    await killed(child);
    held.release();
    expect(await askAgain()).toEqual({ tokens: {}, problems: { needs_reconnection: 5 } });
    await expectInterrupted();
  });

  it('before the answer was stored: says truthfully that it was interrupted', async () => {
    const held = server.holdAt('answer');
    const { child, ask } = await startCaller(5);
    void ask().catch(() => undefined);
    await held.arrived;
    const blocked = await lockRow();
    held.release();
    await blocked.waiter();
    await killed(child);
    await blocked.release();
    expect(await askAgain()).toEqual({ tokens: {}, problems: { needs_reconnection: 5 } });
    await expectInterrupted();
  });

  it('after it was stored: the grant survives', async () => {
    const listener = new pg.Client({ connectionString: world.url });
    await listener.connect();
    onTestFinished(() => listener.end());
    await listener.query('listen patchbay_events');
    const stored = new Promise<void>((resolve) =>
      listener.on('notification', ({ payload }) => {
        if (payload?.includes('token_renewed')) resolve();
      }),
    );
    const { child, ask } = await startCaller(5);
    void ask().catch(() => undefined);
    await stored;
    await killed(child);
    const before = server.requests();
    expect((await askAgain()).problems).toEqual({});
    expect(server.requests()).toBe(before);
    expect(await view()).toMatchObject({ state: 'connected' });
  });
});

async function expectInterrupted(): Promise<void> {
  expect(await view()).toMatchObject({
    state: 'needs_reconnection',
    broken: { reason: 'interrupted' },
  });
  expect(await services.repairs.list(admin, {})).toMatchObject([
    { kind: 'needs_reconnection', severity: 'critical', action: { kind: 'connect' } },
  ]);
  expect(await services.integrations.get(admin, { provider: 'reddit' })).toMatchObject({
    state: 'error_auth',
    checksHeld: true,
  });
}

/** Holds the connection's row, so that the next one who writes it has to wait. */
async function lockRow() {
  const { integration } = await row();
  const client = new pg.Client({ connectionString: world.url, application_name: 'blocker' });
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from integration_credentials where integration_id = $1 for update', [
    integration,
  ]);
  return {
    /** Resolves when a caller waits for the row. */
    async waiter(): Promise<void> {
      for (;;) {
        // Not in the transaction of the lock, which would see the same picture for ever.
        const rows = await world.runtime.orm.em.fork().execute(
          `select 1 from pg_stat_activity where application_name = 'caller' and wait_event_type = 'Lock'
             and query like '%update integration_credentials%'`,
        );
        if (rows.length > 0) return;
        await wait(20);
      }
    },
    release: () => client.end(),
  };
}
