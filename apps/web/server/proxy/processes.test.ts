import { setTimeout as wait } from 'node:timers/promises';
import { services } from '@patchbay/services';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openUpstream } from './testing/upstream.ts';
import { openProxyWorld } from './testing/world.ts';

let upstream: Awaited<ReturnType<typeof openUpstream>>;
let world: Awaited<ReturnType<typeof openProxyWorld>>;
let there: Awaited<ReturnType<typeof world.spawn>>;

beforeAll(async () => {
  upstream = await openUpstream();
  world = await openProxyWorld({ upstreamPort: upstream.port, usageLogging: true });
  there = await world.spawn();
});
afterAll(async () => {
  await world.close();
  await upstream.close();
});

const ask = async (headers: Record<string, string>, port = there.port) =>
  (await fetch(`http://127.0.0.1:${port}/proxy/syncro/me`, { headers })).status;

/**
 * Whether the other process comes to answer with this status. It remembers things for 30 s, so a change that counts
 * within this wait was told to it.
 */
async function comesTo(status: number, headers: Record<string, string>): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await ask(headers)) === status) return true;
    await wait(10);
  }
  return false;
}

it('a revoked key, a switched off and a removed integration count in another process at once', async () => {
  const tenant = await world.tenant();
  const { id, headers } = await tenant.key();
  const { headers: other } = await tenant.key();
  expect([await ask(headers), await ask(other)]).toEqual([200, 200]);

  await services.keys.revoke(tenant.owner, { keyId: id });
  expect(await comesTo(401, headers)).toBe(true);
  expect(await ask(other)).toBe(200);

  await services.integrations.toggle(tenant.owner, { provider: 'syncro' });
  expect(await comesTo(409, other)).toBe(true);
  await services.integrations.toggle(tenant.owner, { provider: 'syncro' });
  expect(await comesTo(200, other)).toBe(true);

  await services.integrations.remove(tenant.owner, { provider: 'syncro' });
  expect(await comesTo(409, other)).toBe(true);
});

it('a wait that the provider asks of one process holds the other back as well', async () => {
  const tenant = await world.tenant();
  const { headers } = await tenant.key();
  expect(await ask(headers)).toBe(200);
  const usual = upstream.answer;
  upstream.answer = (_request, response) =>
    void response.writeHead(429, { 'retry-after': '60' }).end();
  expect(await ask(headers, world.port)).toBe(429);
  upstream.answer = usual;
  expect(await comesTo(429, headers)).toBe(true);
  const refused = await fetch(`http://127.0.0.1:${there.port}/proxy/syncro/me`, { headers });
  expect(refused.headers.get('x-patchbay-error')).toBe('rate_limited');
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', retryable: true });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
});

it('an own limit holds for all processes together', async () => {
  const tenant = await world.tenant();
  const { headers } = await tenant.key();
  const limits = { mode: 'enforce' as const, perMinute: 6, burst: 6 };
  await services.calls.setLimits(tenant.owner, { provider: 'syncro', limits });
  const statuses = await Promise.all(
    Array.from({ length: 20 }, (_, at) => ask(headers, at % 2 === 0 ? there.port : world.port)),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(6);
  expect(statuses.filter((status) => status === 429)).toHaveLength(14);
});

it('a process that is killed loses no more of the log than it had not written yet', async () => {
  const doomed = await world.spawn();
  const tenant = await world.tenant();
  const { headers } = await tenant.key();
  for (let call = 0; call < 20; call += 1) await ask(headers, doomed.port);
  await wait(1_000);
  await ask(headers, doomed.port);
  doomed.child.kill('SIGKILL');
  await wait(200);
  const [row] = await world.query<{ count: string }>(
    'select count(*) from integration_call_logs where organization_id = ?',
    [tenant.organizationId],
  );
  expect(Number(row?.count)).toBeGreaterThanOrEqual(20);
  expect(Number(row?.count)).toBeLessThanOrEqual(21);
});

it('a process that is asked to stop writes what it has', async () => {
  const leaving = await world.spawn();
  const tenant = await world.tenant();
  const { headers } = await tenant.key();
  for (let call = 0; call < 10; call += 1) await ask(headers, leaving.port);
  leaving.child.kill('SIGTERM');
  await new Promise((resolve) => leaving.child.once('exit', resolve));
  const [row] = await world.query<{ count: string }>(
    'select count(*) from integration_call_logs where organization_id = ?',
    [tenant.organizationId],
  );
  expect(Number(row?.count)).toBe(10);
});
