import { expect, test } from 'vitest';
import { parseSettings, settingsWarnings } from '../../kit/settings.ts';
import { providerContract } from '../../testing/index.ts';
import { Me } from './answers.ts';
import { syncro } from './provider.ts';
import customers from './samples/customers.json' with { type: 'json' };
import me from './samples/me.json' with { type: 'json' };

const api = 'https://acme.syncromsp.com/api/v1';
const ticket = { id: 9, number: 1009, subject: 'Printer', customer_id: 7 };
const apiToken = 'Tc4-sample-token-of-acme-0042';

providerContract(syncro, {
  settings: { subdomain: 'acme', apiToken },
  healthy: ({ url, headers }) => {
    if (headers.authorization !== `Bearer ${apiToken}`) return { status: 401, body: {} };
    return { body: url.pathname === '/api/v1/me' ? me : customers };
  },
  account: { id: 'acme#4711', name: 'Dana Fox at acme' },
  operations: {
    'customers.list': {
      input: { query: 'dental', page: 2 },
      call: { url: `${api}/customers?page=2&query=dental` },
      reply: { body: { customers: [{ id: 1, business_name: 'Dental', phone: '5' }] } },
      output: { customers: [{ id: 1, business_name: 'Dental' }] },
    },
    'tickets.list': {
      input: { status: 'New', customerId: 7 },
      call: { url: `${api}/tickets?status=New&customer_id=7` },
      reply: { body: { tickets: [ticket], meta: { page: 1 } } },
      output: { tickets: [ticket], meta: { page: 1 } },
    },
    'tickets.create': {
      input: { customerId: 7, subject: 'Printer' },
      call: {
        method: 'POST',
        url: `${api}/tickets`,
        body: '{"customer_id":7,"subject":"Printer"}',
      },
      reply: { body: { ticket } },
      output: { ticket },
    },
    'assets.list': {
      input: {},
      call: { url: `${api}/customer_assets` },
      reply: { body: { assets: [{ id: 3, name: 'PC-3' }] } },
      output: { assets: [{ id: 3, name: 'PC-3' }] },
    },
    'alerts.list': {
      input: { status: 'active' },
      call: { url: `${api}/rmm_alerts?status=active` },
      reply: { body: { rmm_alerts: [{ id: 4, resolved: false }] } },
      output: { rmm_alerts: [{ id: 4, resolved: false }] },
    },
  },
});

test.each(['acme', ' ACME ', 'acme.syncromsp.com', 'https://acme.syncromsp.com/customers?page=2'])(
  'takes the subdomain from %j',
  (pasted) => {
    expect(parseSettings(syncro, { subdomain: pasted, apiToken })).toMatchObject({
      subdomain: 'acme',
    });
  },
);

test.each(['evil.example.com', 'acme.syncromsp.com.evil.example', 'a@b', '-acme', '127.0.0.1:80'])(
  'refuses %j as a subdomain, since the host is built from it',
  (pasted) => {
    expect(() => parseSettings(syncro, { subdomain: pasted, apiToken })).toThrow();
  },
);

test('an unusual token only warns', () => {
  const settings = parseSettings(syncro, { subdomain: 'acme', apiToken: 'short' });
  expect(settingsWarnings(syncro, settings)).toHaveProperty(['settings.apiToken']);
  expect(settingsWarnings(syncro, { subdomain: 'acme', apiToken })).toEqual({});
});

test('the live token in the answer of /me is not kept', () => {
  expect(Me.parse(me)).not.toHaveProperty('user_token');
});
