import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { checkIntegration } from '../../kit/check.ts';
import { openClient } from '../../kit/client.ts';
import { parseSettings } from '../../kit/settings.ts';
import { providerContract, type RecordedCall, standIn } from '../../testing/index.ts';
import { mailcow } from './provider.ts';

const settings = {
  baseUrl: 'https://mail.example.org',
  apiKey: '0123AB-4567CD-89ABEF-012345-6789AB',
  domain: 'example.org',
};
const whole = { ...settings, defaultQuotaMiB: '1024' };
const api = 'https://mail.example.org/api/v1';

const box = {
  username: 'ann@example.org',
  name: 'Ann Abara',
  domain: 'example.org',
  local_part: 'ann',
  active: 1,
  quota: 1_073_741_824,
  quota_used: 52_428_800,
  messages: 12,
  tags: ['vip', 'patchbay:1'],
};
const domain = { domain_name: 'example.org', mboxes_in_domain: '3', max_num_mboxes_for_domain: 10 };

const healthy = ({ url, headers }: RecordedCall) => {
  if (headers['x-api-key'] !== settings.apiKey) return refused();
  return { body: url.pathname.endsWith('/version') ? { version: '2026-07' } : domain };
};
const refused = () => ({ status: 401, body: { type: 'error', msg: 'authentication failed' } });

providerContract(mailcow, {
  settings,
  healthy,
  refused,
  account: { id: 'mail.example.org', name: 'mail.example.org' },
  troubles: [
    ['a refused key', refused(), 'dead_credential'],
    ['a key that may only read', { status: 403, body: { type: 'error' } }, 'forbidden'],
  ],
  operations: {
    'status.get': {
      input: {},
      call: { url: `${api}/get/status/version` },
      reply: { body: { version: '2026-07' } },
      output: { version: '2026-07' },
    },
    'domains.get': {
      input: { domain: 'example.org' },
      call: { url: `${api}/get/domain/example.org` },
      reply: { body: domain },
      output: { name: 'example.org', mailboxes: 3, limit: 10 },
    },
    'mailboxes.list': {
      input: { domain: 'example.org' },
      call: { url: `${api}/get/mailbox/reduced/example.org` },
      reply: { body: [box] },
      output: { items: [{ address: 'ann@example.org', name: 'Ann Abara', active: true }] },
    },
  },
});

const opened = (answer: Parameters<typeof standIn>[0]) => {
  const { fetch, calls } = standIn(answer);
  const http = createHttp({ clock: systemClock, fetch });
  const client = openClient(mailcow, whole, { http })?.client;
  if (!client || !mailcow.accounts) throw new Error('mailcow has accounts');
  return { step: { client, settings: whole }, calls, http };
};
const { accounts } = mailcow;
if (!accounts) throw new Error('mailcow has accounts');

test('people may paste the address of any page, and the API lies below its origin', () => {
  const parsed = parseSettings(mailcow, {
    ...settings,
    baseUrl: ' https://mail.example.org/admin/dashboard ',
    domain: '@Example.ORG',
  });
  expect(parsed).toMatchObject({
    baseUrl: 'https://mail.example.org',
    domain: 'example.org',
    defaultQuotaMiB: '1024',
  });
});

test('a refused key is tried once, since mailcow tells fail2ban', async () => {
  const { calls, http } = opened(refused);
  const report = await checkIntegration(mailcow, whole, {
    http,
    clock: systemClock,
  });
  expect(report).toMatchObject({ health: 'error', reason: 'auth' });
  expect(report.message).toContain('list');
  expect(calls).toHaveLength(1);
});

test('a domain that is not on the server is a setting that does not fit', async () => {
  const { http } = opened((call) =>
    call.url.pathname.includes('domain') ? { body: {} } : healthy(call),
  );
  const report = await checkIntegration(mailcow, whole, {
    http,
    clock: systemClock,
  });
  expect(report).toMatchObject({ health: 'error', reason: 'misconfigured' });
});

test.each([
  ['an entry that failed', [{ type: 'danger', msg: ['password_complexity'] }], /stronger/],
  [
    'one success beside a failure',
    [
      { type: 'success', msg: ['mailbox_modified', 'ann@example.org'] },
      { type: 'danger', msg: 'access_denied' },
    ],
    /no such mailbox/,
  ],
  ['a bare object', { type: 'error', msg: 'Cannot edit item' }, /answered with an error/],
  ['an empty list', [], /answered with an error/],
  ['a warning alone', [{ type: 'warning', msg: 'tag_limit_exceeded' }], /answered with an error/],
])('%s is no success, whatever the status', async (_what, body, message) => {
  const { step } = opened(({ method }) => ({ body: method === 'POST' ? body : box }));
  await expect(accounts.resume?.(step, 'ann@example.org')).rejects.toThrow(message);
});

test('a warning beside a success is a success', async () => {
  const body = [
    { type: 'warning', msg: 'x' },
    { type: 'success', msg: 'mailbox_removed' },
  ];
  const { step, calls } = opened(() => ({ body }));
  await accounts.remove?.run(step, { identifier: 'ann@example.org', reason: '' });
  expect(calls[0]).toMatchObject({ method: 'POST', body: '["ann@example.org"]' });
});

test('the mailbox is read as it is, its mark among other tags', async () => {
  const { step } = opened(() => ({ body: { ...box, active: '2' } }));
  expect(await accounts.find(step, 'ann@example.org')).toEqual({
    identifier: 'ann@example.org',
    state: 'suspended',
    details: { name: 'Ann Abara', quotaMiB: 1024, usedMiB: 50, messages: 12 },
    mark: 'patchbay:1',
  });
});

test('a server that does not know the short list is asked for the long one', async () => {
  const { step, calls } = opened(({ url }) => ({
    body: url.pathname.includes('/all/') ? [box] : {},
  }));
  expect((await accounts.list?.(step, null))?.items).toHaveLength(1);
  expect(calls.map(({ url }) => url.pathname)).toEqual([
    '/api/v1/get/mailbox/reduced/example.org',
    '/api/v1/get/mailbox/all/example.org',
  ]);
});

test.each([
  ['Ann', 'ann'],
  ['a.b-c_d', 'a.b-c_d'],
])('%j is the mailbox %s', (entered, name) => {
  expect(accounts.identifier.schema.parse(entered)).toBe(name);
  expect(accounts.identifier.complete?.(whole, name)).toBe(`${name}@example.org`);
});

test.each([
  '',
  '.ann',
  'ann.',
  'a..b',
  'ann@example.org',
  'a b',
  'ann+list',
  'Postmaster',
  'x'.repeat(64),
])('%j is no mailbox that a person can have', (entered) =>
  expect(accounts.identifier.schema.safeParse(entered).success).toBe(false),
);

test.each([
  ['Ann.Abara+work@old.example', 'ann.abara'],
  ['jürgen@old.example', 'j-rgen'],
  ['..ann..b..@old.example', 'ann.b'],
  ['webmaster@old.example', null],
  ['+@old.example', null],
])('%s suggests %j', (email, name) => expect(accounts.identifier.fromEmail?.(email)).toBe(name));
