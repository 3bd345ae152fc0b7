import { services } from '@patchbay/services';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openUpstream } from './testing/upstream.ts';
import { openProxyWorld } from './testing/world.ts';

let upstream: Awaited<ReturnType<typeof openUpstream>>;
let world: Awaited<ReturnType<typeof openProxyWorld>>;
let tenant: Awaited<ReturnType<typeof world.tenant>>;
let headers: Record<string, string>;
/** Sessions that the provider has opened; only the newest is good. */
let sessions = 0;

beforeAll(async () => {
  upstream = await openUpstream();
  world = await openProxyWorld({ upstreamPort: upstream.port });
});
afterAll(async () => {
  await world.close();
  await upstream.close();
});
beforeEach(async () => {
  tenant = await world.tenant();
  ({ headers } = await tenant.key());
  const settings = { login: 'api', password: 'a-password-of-the-tests' };
  await services.integrations.configure(tenant.owner, { provider: 'msp360', settings });
  upstream.seen.length = 0;
  upstream.answer = (request, response) => {
    const isLogin = request.url?.endsWith('/api/Provider/Login');
    if (isLogin) sessions += 1;
    const isKnown = request.headers.authorization === `Bearer session-${sessions}-of-the-tests`;
    response.writeHead(isLogin || isKnown ? 200 : 401, { 'content-type': 'application/json' });
    request.resume();
    response.end(
      JSON.stringify(isLogin ? { access_token: `session-${sessions}-of-the-tests` } : []),
    );
  };
});

const ask = (provider: string, init: RequestInit = {}) =>
  fetch(`${world.base}/proxy/${provider}/api/Companies`, { ...init, headers });
const paths = () => upstream.seen.map(({ method, url }) => `${method} ${url.split('/api/')[1]}`);

it('a call without a body is made again in a new session, unseen by the caller', async () => {
  expect((await ask('msp360')).status).toBe(200);
  sessions += 1;
  expect((await ask('msp360')).status).toBe(200);
  expect(paths()).toEqual([
    'POST Provider/Login',
    'GET Companies',
    'GET Companies',
    'POST Provider/Login',
    'GET Companies',
  ]);
});

it('an API that takes only declared operations is not reached through the proxy', async () => {
  const settings = { athemeUrl: 'https://irc.example.org/jsonrpc', server: 'irc.example.org' };
  await services.integrations.configure(tenant.owner, { provider: 'irc', settings });
  const refused = await fetch(`${world.base}/proxy/irc/`, { method: 'POST', body: '{}', headers });
  expect(refused.status).toBe(403);
  expect(refused.headers.get('x-patchbay-error')).toBe('not_allowed');
  expect(upstream.seen).toEqual([]);
});

it('a new session that is refused leaves nothing behind', async () => {
  expect((await ask('msp360')).status).toBe(200);
  upstream.answer = (_request, response) => void response.writeHead(401).end();
  expect((await ask('msp360')).status).toBe(502);
  const { id } = await services.integrations.get(tenant.owner, { provider: 'msp360' });
  expect(world.calls.holds.find(id)?.inFlight).toBe(0);
});

it('a call that changes something is not repeated, and the next one has a new session', async () => {
  expect((await ask('msp360')).status).toBe(200);
  sessions += 1;
  const refused = await ask('msp360', { method: 'POST', body: '{}' });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('x-patchbay-error')).toBeNull();
  expect((await ask('msp360', { method: 'POST', body: '{}' })).status).toBe(200);
});

it('credentials that nothing can renew put the integration into error', async () => {
  upstream.answer = (_request, response) => void response.writeHead(401).end();
  const refused = await ask('syncro');
  expect(refused.status).toBe(502);
  expect(refused.headers.get('x-patchbay-error')).toBe('auth');
  const { state } = await services.integrations.get(tenant.owner, { provider: 'syncro' });
  expect(state).toBe('error_auth');
});

it('a login that is refused does so as well', async () => {
  upstream.answer = (_request, response) => void response.writeHead(403).end();
  const refused = await ask('msp360');
  expect(refused.status).toBe(502);
  expect(refused.headers.get('x-patchbay-error')).toBe('auth');
  const { state } = await services.integrations.get(tenant.owner, { provider: 'msp360' });
  expect(state).toBe('error_auth');
});
