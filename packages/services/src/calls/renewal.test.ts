import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openReddit } from '../connections/testing/reddit.ts';
import { services } from '../index.ts';
import { openWorld, type World } from '../kernel/testing/world.ts';
import { callIntegration } from './call.ts';
import { type Calls, openCalls } from './calls.ts';

let world: World;
let reddit: Awaited<ReturnType<typeof openReddit>>;
let calls: Calls;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await calls?.close();
  await reddit?.close();
  reddit = await openReddit(world);
  calls = openCalls(reddit.runtime, { usageLogging: true });
  expect(await reddit.connect()).toMatchObject({ outcome: 'connected' });
  reddit.upstream.calls.length = 0;
});

const call = (parts: object = {}) =>
  callIntegration(reddit.runtime, {
    provider: 'reddit',
    endpoint: '/api/v1/me',
    ...parts,
    principal: reddit.admin.principal,
  });

const tokenRequests = () =>
  reddit.upstream.calls.filter((path) => path === '/api/v1/access_token').length;

const endAccess = () => {
  for (const token of reddit.upstream.issued)
    if (token.startsWith('access')) reddit.upstream.end(token);
};

it('a refused token is renewed and the call made again, unseen by the caller', async () => {
  expect(await call()).toMatchObject({ httpStatus: 200, data: { name: 'ada' } });
  endAccess();
  expect(await call({ method: 'POST', body: { a: 1 } })).toMatchObject({ httpStatus: 200 });
  expect(tokenRequests()).toBe(1);
});

it('calls that are refused at the same time share one renewal', async () => {
  endAccess();
  const answers = await Promise.all(Array.from({ length: 20 }, () => call()));
  expect(new Set(answers.map(({ httpStatus }) => httpStatus))).toEqual(new Set([200]));
  expect(tokenRequests()).toBe(1);
});

it('a connection that cannot be renewed is broken, says so, and is not called again', async () => {
  reddit.upstream.endAll();
  expect(await call()).toMatchObject({ httpStatus: 401 });
  const connection = await services.connections.get(reddit.admin, { provider: 'reddit' });
  expect(connection.state).toBe('needs_reconnection');
  reddit.upstream.calls.length = 0;
  await expect(call()).rejects.toMatchObject({ call: 'auth' });
  expect(reddit.upstream.calls).toEqual([]);
});

it('neither answers nor the log hold a token', async () => {
  endAccess();
  reddit.upstream.instead = (path, request) =>
    path === '/api/v1/echo' ? Response.json({ heard: request.headers.get('authorization') }) : null;
  await call();
  await call({ endpoint: '/api/v1/echo' });
  await calls.flush();
  const contents = await world.contents();
  for (const text of Object.values(contents)) {
    for (const token of reddit.upstream.issued) expect(text).not.toContain(token);
  }
  expect(contents['public.integration_call_logs']).toContain('Bearer [redacted]');
});
