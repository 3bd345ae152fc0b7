import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { openClient } from '../../kit/client.ts';
import { providerContract, standIn } from '../../testing/index.ts';
import { MonitoringRow } from './answers.ts';
import { msp360 } from './provider.ts';
import companies from './samples/companies.json' with { type: 'json' };
import login from './samples/login.json' with { type: 'json' };

const settings = { login: 'api-login-1', password: 'sample password/2' };

providerContract(msp360, {
  settings,
  healthy: ({ url, headers }) => {
    if (url.pathname === '/api/Provider/Login') return { body: login };
    if (headers.authorization !== `Bearer ${login.access_token}`) return { status: 401, body: {} };
    return { body: companies };
  },
  refused: () => ({ status: 403, body: { Message: 'The user name or password is incorrect.' } }),
  operations: {
    'companies.list': {
      input: {},
      call: { url: 'https://api.mspbackups.com/api/Companies' },
      reply: { body: companies },
      output: {
        items: companies.map(({ Id, Name, StorageLimit }) => ({ Id, Name, StorageLimit })),
      },
    },
    'users.list': {
      input: {},
      call: { url: 'https://api.mspbackups.com/api/Users' },
      reply: {
        body: [{ ID: 'u', Email: 'x@acme.example', Enabled: true, LicenseManagmentMode: 0 }],
      },
      output: { items: [{ ID: 'u', Email: 'x@acme.example', Enabled: true }] },
    },
    'plans.list': {
      input: {},
      call: { url: 'https://api.mspbackups.com/api/Monitoring' },
      reply: { body: [{ PlanName: 'Nightly', Status: 7 }] },
      output: { items: [{ PlanName: 'Nightly', Status: 'Warning' }] },
    },
  },
});

test.each([
  [2, 'Error'],
  ['2', 'Error'],
  ['Overdue', 'Overdue'],
  ['SomethingNew', 'Unknown'],
  [99, 'Unknown'],
])('reads the plan status %j as %s', (wire, status) => {
  expect(MonitoringRow.parse({ Status: wire }).Status).toBe(status);
});

/** Tokens end after `lifeSeconds`; every login hands out the next one, and only the newest is good. */
function vendor(lifeSeconds: number) {
  let logins = 0;
  const { fetch, calls } = standIn(({ url, headers }) => {
    if (url.pathname === '/api/Provider/Login') {
      logins += 1;
      return { body: { access_token: `token-${logins}`, expires_in: lifeSeconds } };
    }
    const isGood = headers.authorization === `Bearer token-${logins}`;
    return isGood ? { body: companies } : { status: 401, body: {} };
  });
  return { fetch, calls, logins: () => logins, revoke: () => (logins += 1) };
}

const clientOf = (fetch: typeof globalThis.fetch, clock = systemClock) => {
  const client = openClient(msp360, settings, { http: createHttp({ clock, fetch }) })?.client;
  if (!client) throw new Error('msp360 has a client');
  return client;
};

test('parallel calls share one login', async () => {
  const { fetch, logins } = vendor(3_600);
  const client = clientOf(fetch);
  await Promise.all([client.companies(), client.companies(), client.companies()]);
  expect(logins()).toBe(1);
});

test('a session that was ended from the other side is opened once more', async () => {
  const { fetch, logins, revoke } = vendor(3_600);
  const client = clientOf(fetch);
  await client.companies();
  revoke();
  expect(await client.companies()).toHaveLength(2);
  expect(logins()).toBe(3);
});

test('a session is renewed before it ends', async () => {
  let now = Date.UTC(2026, 0, 1);
  const { fetch, logins } = vendor(3_600);
  const client = clientOf(fetch, { now: () => new Date(now) });
  await client.companies();
  now += 3_500_000;
  await client.companies();
  expect(logins()).toBe(1);
  now += 60_000;
  await client.companies();
  expect(logins()).toBe(2);
});
