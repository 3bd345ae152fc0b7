import { systemClock } from '@patchbay/core';
import { catalog, checkIntegration, createHttp, type Http, openClient } from '@patchbay/providers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoSettings, type Fault, type Sandbox, startSandbox } from './index.ts';

let sandbox: Sandbox;
let http: Http;
let hasty: Http;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { allow, rewrites } = sandbox;
  http = createHttp({ clock: systemClock, allow, rewrites, retries: 0 });
  hasty = createHttp({ clock: systemClock, allow, rewrites, retries: 0, timeoutMs: 300 });
});
afterEach(() => {
  sandbox.clearFaults();
  sandbox.resetStats();
});
afterAll(async () => {
  await http.close();
  await hasty.close();
  await sandbox.close();
});

const checkSyncro = (apiToken: string, over: Http = http) =>
  checkIntegration(
    catalog.syncro,
    { subdomain: 'acme', apiToken },
    { http: over, clock: systemClock },
  );
const checkMsp360 = (
  login: string,
  password: string = demoSettings.msp360.password,
  over: Http = http,
) => checkIntegration(catalog.msp360, { login, password }, { http: over, clock: systemClock });

test('the demo settings pass every step that applies', async () => {
  for (const report of [
    await checkSyncro(demoSettings.syncro.apiToken),
    await checkMsp360(demoSettings.msp360.login),
  ]) {
    expect(report).toMatchObject({ health: 'ok', reason: null });
    expect(report.stages.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
      'address passed',
      'tls skipped',
      'auth passed',
      'sample passed',
    ]);
  }
});

test('credentials that the sandbox does not know are refused', async () => {
  expect(await checkSyncro('nobody')).toMatchObject({ health: 'error', reason: 'auth' });
  expect(await checkMsp360('sandbox-msp360-1', 'wrong')).toMatchObject({ reason: 'auth' });
});

const reasons: [Fault, string, string?][] = [
  ['401', 'auth'],
  ['403', 'auth'],
  ['429', 'rate_limited'],
  ['500', 'provider'],
  ['timeout', 'unreachable'],
  ['slow', 'unreachable'],
  ['garbage', 'provider', 'misconfigured'],
  ['oversized', 'provider', 'misconfigured'],
];

test.each(reasons)(
  'a credential that asks for the fault %s ends as %s',
  async (fault, reason, ofSyncro = reason) => {
    const over = reason === 'unreachable' ? hasty : http;
    const { password } = demoSettings.msp360;
    expect(await checkSyncro(`sandbox-syncro-2-fault-${fault}`, over)).toMatchObject({
      health: 'error',
      reason: ofSyncro,
    });
    expect(await checkMsp360(`sandbox-msp360-2-fault-${fault}`, password, over)).toMatchObject({
      health: 'error',
      reason,
    });
  },
);

test('a fault set over the control address ends when it is cleared or used up', async () => {
  const address = `${sandbox.url}/_control/faults/sandbox-syncro-3`;
  const set = (body: object) =>
    fetch(address, { method: 'PUT', body: JSON.stringify(body) }).then(({ status }) => status);

  expect(await set({ fault: 'no such fault' })).toBe(400);
  expect(await set({ fault: '500' })).toBe(204);
  expect(await checkSyncro('sandbox-syncro-3')).toMatchObject({ reason: 'provider' });
  await fetch(address, { method: 'DELETE' });
  expect(await checkSyncro('sandbox-syncro-3')).toMatchObject({ health: 'ok' });
  await set({ fault: '401', times: 1 });
  expect(await checkSyncro('sandbox-syncro-3')).toMatchObject({ reason: 'auth' });
  expect(await checkSyncro('sandbox-syncro-3')).toMatchObject({ health: 'ok' });
});

test('every credential is counted by itself', async () => {
  const tokens = Array.from({ length: 50 }, (_, index) => `sandbox-syncro-${index + 100}`);
  await Promise.all(tokens.map((token) => checkSyncro(token)));
  const { credentials } = sandbox.stats();
  expect(Object.keys(credentials).sort()).toEqual([...tokens].sort());
  for (const token of tokens)
    expect(credentials[token]).toEqual({
      requests: 2,
      calls: { 'GET /api/v1/me': 1, 'GET /api/v1/customers': 1 },
    });
});

test('the Syncro client reads and writes what the sandbox serves', async () => {
  const client = openClient(catalog.syncro, demoSettings.syncro, { http })?.client;
  if (!client) throw new Error('syncro has a client');
  const me = await client.me();
  expect(me).toEqual(expect.objectContaining({ subdomain: 'demo' }));
  expect(me).not.toHaveProperty('user_token');
  const { customers, meta } = await client.customers({ page: 1 });
  expect(customers).toHaveLength(25);
  expect(meta).toMatchObject({ page: 1, per_page: 25 });
  const customerId = customers[0]?.id ?? 0;
  const { ticket } = await client.createTicket({ customerId, subject: 'Fan is loud' });
  expect((await client.tickets({ customerId })).tickets).toContainEqual(ticket);
  expect((await client.assets()).assets).toHaveLength(25);
  expect((await client.alerts({ status: 'all' })).rmm_alerts).toHaveLength(12);
  await expect(client.createTicket({ customerId: 1, subject: 'x' })).rejects.toMatchObject({
    kind: 'provider',
    status: 422,
  });
});

test('the MSP360 client logs in once and reads companies, users and monitoring', async () => {
  const client = openClient(catalog.msp360, demoSettings.msp360, { http })?.client;
  if (!client) throw new Error('msp360 has a client');
  const [companies, users, monitoring] = await Promise.all([
    client.companies(),
    client.users(),
    client.monitoring(),
  ]);
  expect(companies.length).toBeGreaterThan(0);
  const user = users[0];
  expect(await client.user(user?.ID ?? '')).toEqual(user);
  const own = monitoring.filter(({ UserID }) => UserID === user?.ID);
  expect(await client.monitoringOf(user?.ID ?? '')).toEqual(own);
  const calls = sandbox.stats().credentials[demoSettings.msp360.login]?.calls ?? {};
  expect(calls['POST /api/Provider/Login']).toBe(1);
});

test('accounts differ from each other and stay the same between starts', async () => {
  const readBy = (url: string, token: string) =>
    fetch(`${url}/acme.syncromsp.com/api/v1/customers`, {
      headers: { authorization: `Bearer ${token}` },
    }).then((reply) => reply.json());
  const other = await startSandbox({ port: 0 });
  const first = await readBy(sandbox.url, 'sandbox-syncro-8');
  expect(await readBy(other.url, 'sandbox-syncro-8')).toEqual(first);
  expect(await readBy(other.url, 'sandbox-syncro-9')).not.toEqual(first);
  await other.close();
});
