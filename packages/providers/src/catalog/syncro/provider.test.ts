import { expect, test } from 'vitest';
import { parseSettings, settingsWarnings } from '../../kit/settings.ts';
import { providerContract } from '../../testing/index.ts';
import { Me } from './answers.ts';
import { syncro } from './provider.ts';
import customers from './samples/customers.json' with { type: 'json' };
import me from './samples/me.json' with { type: 'json' };

const apiToken = 'Tc4-sample-token-of-acme-0042';

providerContract(syncro, {
  settings: { subdomain: 'acme', apiToken },
  healthy: ({ url, headers }) => {
    if (headers.authorization !== `Bearer ${apiToken}`) return { status: 401, body: {} };
    return { body: url.pathname === '/api/v1/me' ? me : customers };
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
