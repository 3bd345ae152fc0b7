import { systemClock } from '@patchbay/core';
import { describe, expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { describeAccounts } from '../../kit/accounts-view.ts';
import { settingsFromEnvironment } from '../../kit/environment-settings.ts';
import { openAccounts } from '../../kit/open-accounts.ts';
import { parseSettings } from '../../kit/settings.ts';
import {
  providerContract,
  type RecordedCall,
  type SampleReply,
  standIn,
} from '../../testing/index.ts';
import { xmpp } from './provider.ts';

const settings = {
  domain: 'example.org',
  moduleUrl: 'https://chat.example.org:5281/patchbay_accounts',
  moduleToken: 'a-token-of-forty-characters-for-the-test',
};
const admin = {
  domain: 'example.org',
  adminJid: 'root@example.org',
  adminPassword: 'admin-secret',
};
const ann = { username: 'ann', jid: 'ann@example.org', enabled: true, mark: 'patchbay:1' };

function prosody({ url, headers }: RecordedCall): SampleReply {
  const isKnown =
    headers.authorization === `Bearer ${settings.moduleToken}` &&
    headers['x-patchbay-domain'] === 'example.org';
  if (!isKnown) return { status: 401, body: { error: 'unauthorized' } };
  if (url.pathname.endsWith('/ping'))
    return { body: { host: 'example.org', version: '0.12.3', module: 1 } };
  return { body: { users: [ann], next: null } };
}

providerContract(xmpp, {
  settings,
  healthy: prosody,
  refused: () => ({ status: 401, body: { error: 'unauthorized' } }),
});

const opened = (answer: (call: RecordedCall) => SampleReply) => {
  const { fetch, calls } = standIn(answer);
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  return { accounts: openAccounts(xmpp, parseSettings(xmpp, settings), { http }), calls };
};
const request = {
  identifier: 'ann@example.org',
  secret: 'one-time-secret',
  mark: 'patchbay:1',
  input: {},
  person: { name: 'Ann', email: 'ann@example.org' },
};

describe('user names', () => {
  const { accounts } = opened(() => ({ body: {} }));
  const named = (name: string | undefined, email = 'x@example.org') =>
    accounts.identifier(name, email);

  test.each([
    ['ann@example.org', 'ann@example.org'],
    ['Ann.Müller+chat@elsewhere.example', 'ann.muller@example.org'],
    ['o’brien!!pat@elsewhere.example', 'o.brien.pat@example.org'],
    ['._bob_.@elsewhere.example', 'bob@example.org'],
    [`${'a'.repeat(80)}@elsewhere.example`, `${'a'.repeat(63)}@example.org`],
  ])('%s becomes %s', (email, jid) => expect(named(undefined, email)).toBe(jid));

  test('what was entered is tidied, not changed', () => {
    expect(named(' Ann.B ')).toBe('ann.b@example.org');
  });

  test.each([
    'a b',
    'ann@example.org',
    'ann/laptop',
    '.ann',
    'ann-',
    'änn',
    'a'.repeat(64),
    'a\0b',
  ])('%j is refused at the field', (name) =>
    expect(() => named(name)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        fields: { identifier: [expect.any(String)] },
      }),
    ),
  );

  test('nobody becomes an administrator by choosing the name', () => {
    for (const name of ['admin', 'ADMIN', 'postmaster', 'root'])
      expect(() => named(name)).toThrow(
        expect.objectContaining({ fields: { identifier: ['is reserved'] } }),
      );
    expect(() => named(undefined, 'admin@elsewhere.example')).toThrow(/choose one/);
    expect(() => named(undefined, '例え@elsewhere.example')).toThrow(/choose one/);
  });
});

describe('through the module', () => {
  test('an account that exists is taken, unless it opens with the secret of this very request', async () => {
    const answering = (valid: boolean) =>
      opened(({ method, url }) => {
        if (url.pathname.endsWith('/verify')) return { body: { valid } };
        return method === 'PUT' ? { status: 409, body: { error: 'exists' } } : { body: ann };
      }).accounts;
    await expect(answering(false).create(request)).rejects.toMatchObject({
      code: 'conflict',
      fields: { identifier: ['is taken'] },
    });
    expect(await answering(true).create(request)).toMatchObject({ identifier: 'ann@example.org' });
  });

  test('a missing account is nothing to find and nothing to remove, a missing module is trouble', async () => {
    const { accounts } = opened(() => ({ status: 404, body: { error: 'not-found' } }));
    expect(await accounts.find('ann@example.org')).toBeNull();
    await accounts.remove({ identifier: 'ann@example.org', reason: 'left' });
    expect(await accounts.prove({ identifier: 'ann@example.org', secret: 'x' })).toBe(false);
    const gone = opened(() => ({ status: 404, body: '<h1>Not found</h1>' })).accounts;
    await expect(gone.find('ann@example.org')).rejects.toMatchObject({ kind: 'not_found' });
    await expect(gone.remove({ identifier: 'ann@example.org', reason: '' })).rejects.toThrow();
  });

  test('an account of another domain is never asked for', async () => {
    const { accounts, calls } = opened(() => ({ body: ann }));
    await expect(accounts.find('ann@elsewhere.example')).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect(calls).toEqual([]);
  });

  test.each([
    [403, 'tls-required', 'misconfigured'],
    [421, 'other-host', 'misconfigured'],
    [401, 'unauthorized', 'auth'],
    [500, 'failed', 'provider'],
  ])('HTTP %i %s is %s', async (status, error, kind) => {
    const { accounts } = opened(() => ({ status, body: { error } }));
    await expect(accounts.find('ann@example.org')).rejects.toMatchObject({ kind });
  });

  test('pages of the list follow one another by name', async () => {
    const { accounts, calls } = opened(({ url }) => ({
      body: { users: [ann], next: url.searchParams.has('after') ? null : 'ann' },
    }));
    const first = await accounts.list(null);
    expect(first).toMatchObject({ items: [{ identifier: 'ann@example.org' }], cursor: 'ann' });
    expect((await accounts.list(first.cursor)).cursor).toBeNull();
    expect(calls.map(({ url }) => url.search)).toEqual(['?limit=200', '?limit=200&after=ann']);
  });
});

test('what takes a command that the server lacks is not offered', () => {
  const view = (given: Record<string, unknown>) =>
    describeAccounts(xmpp, parseSettings(xmpp, given));
  expect(view(settings)).toMatchObject({ canSuspend: true, canList: true, canResetSecret: true });
  expect(view(admin)).toMatchObject({ canSuspend: false, canList: false, canResetSecret: true });
  expect(view({ ...admin, moreCommands: true })).toMatchObject({ canSuspend: true, canList: true });
});

test('tells how to connect', () => {
  const { accounts } = opened(() => ({ body: {} }));
  expect(accounts.connect('ann@example.org')).toEqual([
    { label: 'Address', value: 'ann@example.org' },
    { label: 'Server', value: 'example.org:5222 (STARTTLS)' },
  ]);
});

test('neither way begun asks for the module, a begun one for its own rest', () => {
  const refused = (given: Record<string, unknown>) => () => parseSettings(xmpp, given);
  expect(refused({ domain: 'example.org' })).toThrow(
    expect.objectContaining({
      fields: { 'settings.moduleUrl': ['is required'], 'settings.moduleToken': ['is required'] },
    }),
  );
  expect(refused({ domain: 'example.org', adminJid: 'a@example.org' })).toThrow(
    expect.objectContaining({ fields: { 'settings.adminPassword': ['is required'] } }),
  );
});

test('either way can come out of the environment, and the one that was begun is asked for', () => {
  const read = (record: Record<string, string>) => settingsFromEnvironment(xmpp, record);
  const module = { XMPP_DOMAIN: 'example.org', XMPP_MODULE_URL: settings.moduleUrl };
  expect(read({ ...module, XMPP_MODULE_TOKEN: settings.moduleToken }).settings).toEqual({
    ...settings,
    moreCommands: false,
    port: 5222,
  });
  expect(read(module).problem).toBe('XMPP_MODULE_TOKEN is missing.');
  const administrator = { XMPP_DOMAIN: 'example.org', XMPP_ADMIN_JID: admin.adminJid };
  expect(read(administrator).problem).toBe('XMPP_ADMIN_PASSWORD is missing.');
  const whole = read({ ...administrator, XMPP_ADMIN_PASSWORD: admin.adminPassword });
  expect(whole.settings).toMatchObject(admin);
});
