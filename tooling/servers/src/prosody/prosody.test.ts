import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@patchbay/core';
import {
  catalog,
  checkIntegration,
  createHttp,
  type Http,
  openAccounts,
  parseSettings,
} from '@patchbay/providers';
import { accountsLife } from '@patchbay/providers/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProsodyServer, startProsody } from '../index.ts';
import { walkAccounts } from '../walk.ts';
import { type ChatClient, chatLogin } from './login.ts';

let dataDir: string;
let prosody: ProsodyServer;
let http: Http;
let lives = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-prosody-'));
  prosody = await startProsody({ dataDir });
  http = createHttp({ clock: systemClock, allow: ['127.0.0.0/8'], retries: 0 });
}, 60_000);

afterAll(async () => {
  await http?.close();
  await prosody?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const common = () => ({
  domain: prosody.domain,
  host: prosody.host,
  port: prosody.port,
  tlsFingerprint: prosody.tlsFingerprint,
});
const ways = {
  'our module': () => ({
    ...common(),
    moduleUrl: prosody.moduleUrl,
    moduleToken: prosody.moduleToken,
  }),
  "an administrator's commands": () => ({
    ...common(),
    adminJid: prosody.adminJid,
    adminPassword: prosody.adminPassword,
  }),
};
const opened = (settings: Record<string, unknown>) =>
  openAccounts(catalog.xmpp, parseSettings(catalog.xmpp, settings), { http });
const check = (settings: Record<string, unknown>) =>
  checkIntegration(catalog.xmpp, parseSettings(catalog.xmpp, settings), {
    http,
    clock: systemClock,
  });
const jid = (name: string) => `${name}@${prosody.domain}`;
const requested = (name: string, secret: string, mark = `patchbay:${name}`) => ({
  identifier: jid(name),
  secret,
  mark,
  input: {},
  person: { name, email: `${name}@example.org` },
});
const login = (user: string, password: string) =>
  chatLogin({ port: prosody.port, domain: prosody.domain, user, password });
/** `in`, or why not. */
async function entry(user: string, password: string): Promise<string> {
  const client = await login(user, password);
  if (typeof client === 'string') return client;
  await client.leave();
  return 'in';
}
async function signedIn(user: string, password: string): Promise<ChatClient> {
  const client = await login(user, password);
  if (typeof client === 'string') throw new Error(`${user} was refused: ${client}`);
  return client;
}

describe.each(Object.entries(ways))('through %s', (way, settings) => {
  const short = way === 'our module' ? 'm' : 'a';

  test('the check passes every step', async () => {
    const report = await check(settings());
    expect(report).toMatchObject({ health: 'ok', reason: null });
    expect(report.stages.map(({ outcome }) => outcome)).toEqual([
      'passed',
      short === 'm' ? 'passed' : 'skipped',
      'passed',
      'passed',
    ]);
  });

  test('an account is made, opens with its password, takes another one, and goes', async () => {
    const accounts = opened(settings());
    const name = `${short}-ann`;
    expect(await accounts.find(jid(name))).toBeNull();
    const made = await accounts.create(requested(name, 'first-password'));
    expect(made).toMatchObject({ identifier: jid(name), state: 'active' });
    expect(await entry(name, 'first-password')).toBe('in');
    expect(await entry(name, 'wrong-password')).toBe('not-authorized');
    expect(await accounts.prove({ identifier: jid(name), secret: 'first-password' })).toBe(true);
    expect(await accounts.prove({ identifier: jid(name), secret: 'wrong' })).toBe(false);

    expect(await accounts.resetSecret({ identifier: jid(name), secret: 'second-one' })).toBe(
      'second-one',
    );
    expect(await entry(name, 'first-password')).toBe('not-authorized');
    expect(await entry(name, 'second-one')).toBe('in');

    await accounts.remove({ identifier: jid(name), reason: 'left' });
    expect(await accounts.find(jid(name))).toBeNull();
    expect(await entry(name, 'second-one')).toBe('not-authorized');
    await accounts.remove({ identifier: jid(name), reason: 'left' });
  });

  test('the same request again is the same account; another one finds the name taken', async () => {
    const accounts = opened(settings());
    const name = `${short}-bob`;
    await accounts.create(requested(name, 'password-of-bob'));
    expect(await accounts.create(requested(name, 'password-of-bob'))).toMatchObject({
      identifier: jid(name),
    });
    const other = requested(name, 'password-of-another', 'patchbay:another');
    await expect(accounts.create(other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await entry(name, 'password-of-bob')).toBe('in');
  });

  test('two who race for one name do not both get it', async () => {
    const accounts = opened(settings());
    const name = `${short}-race`;
    const racers = ['one', 'two', 'three'].map((who) =>
      accounts.create(requested(name, `password-${who}`, `patchbay:${who}`)).then(
        () => who,
        (error) => error.code,
      ),
    );
    const results = await Promise.all(racers);
    const [winner, ...more] = results.filter((result) => result !== 'conflict');
    expect(more).toEqual([]);
    expect(await entry(name, `password-${winner}`)).toBe('in');
  });

  test('signing out everywhere ends the sessions and leaves the account', async () => {
    const accounts = opened(settings());
    const name = `${short}-cat`;
    await accounts.create(requested(name, 'password-of-cat'));
    const session = await signedIn(name, 'password-of-cat');
    await accounts.run('disconnect', { identifier: jid(name), input: {} });
    await session.ended();
    expect(await entry(name, 'password-of-cat')).toBe('in');
  });

  test('what is missing is said to be missing', async () => {
    const accounts = opened(settings());
    await expect(
      accounts.resetSecret({ identifier: jid('nobody'), secret: 'x' }),
    ).rejects.toMatchObject({ kind: 'not_found' });
    expect(await accounts.prove({ identifier: jid('nobody'), secret: 'x' })).toBe(false);
  });

  accountsLife(catalog.xmpp, async () => {
    lives += 1;
    return { http, settings: settings(), name: `${short}-life-${lives}` };
  });

  test('does the same on Deno', async () => {
    const name = `${short}-deno`;
    const walked = await walkAccounts({
      provider: 'xmpp',
      settings: settings(),
      request: requested(name, 'password-on-deno'),
      newSecret: 'another-on-deno',
    });
    expect(walked).toEqual({
      health: 'ok',
      found: null,
      created: jid(name),
      proved: true,
      disproved: false,
      reset: 'another-on-deno',
      provedAgain: true,
      taken: 'conflict',
      removed: null,
    });
  });

  test('another certificate than the pinned one is never spoken to', async () => {
    const tlsFingerprint = 'ab'.repeat(32);
    const report = await check({ ...settings(), tlsFingerprint });
    expect(report).toMatchObject({ health: 'error', reason: 'misconfigured' });
    expect(report.message).toContain('another certificate');
    await expect(
      opened({ ...settings(), tlsFingerprint }).create(requested('never', 'never-sent')),
    ).rejects.toMatchObject({ kind: 'misconfigured' });
  });
});

describe('the module', () => {
  const accounts = () => opened(ways['our module']());

  test('a suspended account is thrown out and kept out, and comes back as it was', async () => {
    await accounts().create(requested('dan', 'password-of-dan'));
    const session = await signedIn('dan', 'password-of-dan');
    for (let times = 0; times < 2; times += 1)
      await accounts().suspend({ identifier: jid('dan'), reason: 'leave of absence' });
    await session.ended();
    expect(await accounts().find(jid('dan'))).toMatchObject({ state: 'suspended' });
    expect(await entry('dan', 'password-of-dan')).toMatch(/account-disabled|not-authorized/);

    await accounts().resetSecret({ identifier: jid('dan'), secret: 'changed-meanwhile' });
    expect(await entry('dan', 'changed-meanwhile')).toMatch(/account-disabled|not-authorized/);
    for (let times = 0; times < 2; times += 1) await accounts().resume(jid('dan'));
    expect(await accounts().find(jid('dan'))).toMatchObject({ state: 'active' });
    expect(await entry('dan', 'changed-meanwhile')).toBe('in');
    expect(await entry('dan', 'password-of-dan')).toBe('not-authorized');
  });

  test('nothing of a deleted account is left on the disk', async () => {
    await accounts().create(requested('eve', 'password-of-eve'));
    await accounts().create(requested('fay', 'password-of-fay'));
    const eve = await signedIn('eve', 'password-of-eve');
    await eve.ask("<vCard xmlns='vcard-temp'><FN>Eve</FN></vCard>");
    await eve.ask(`<query xmlns='jabber:iq:roster'><item jid='${jid('fay')}' name='Fay'/></query>`);
    await eve.ask("<query xmlns='jabber:iq:private'><notes xmlns='notes:own'>x</notes></query>");
    await eve.ask(
      `<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='notes'><item id='1'><note xmlns='notes:own'>x</note></item></publish></pubsub>`,
    );
    await eve.leave();
    const fay = await signedIn('fay', 'password-of-fay');
    fay.send(`<message to='${jid('eve')}' type='chat'><body>See you</body></message>`);
    await fay.ask("<ping xmlns='urn:xmpp:ping'/>", 'get');
    await fay.leave();
    const before = await filesOf('eve');
    for (const store of ['accounts', 'vcard', 'roster', 'private', 'offline', 'pep'])
      expect([store, before.some((file) => file.includes(store))]).toEqual([store, true]);

    await accounts().remove({ identifier: jid('eve'), reason: 'left' });
    expect(await filesOf('eve')).toEqual([]);
    expect((await filesOf('fay')).length).toBeGreaterThan(0);
  });

  test('an open session of a deleted account ends', async () => {
    await accounts().create(requested('gil', 'password-of-gil'));
    const session = await signedIn('gil', 'password-of-gil');
    await accounts().remove({ identifier: jid('gil'), reason: 'left' });
    await session.ended();
    expect(await entry('gil', 'password-of-gil')).toBe('not-authorized');
  });

  test('lists every account with its mark, page by page', async () => {
    const names = ['page-1', 'page-2', 'page-3'];
    for (const name of names) await accounts().create(requested(name, 'password'));
    const { items } = await accounts().list(null);
    expect(items.filter(({ identifier }) => identifier.startsWith('page-'))).toEqual(
      names.map((name) =>
        expect.objectContaining({ identifier: jid(name), mark: `patchbay:${name}` }),
      ),
    );
    const seen: string[] = [];
    let after: string | null = '';
    for (let pages = 0; after !== null && pages < 50; pages += 1) {
      const reply = await call('GET', `/users?limit=2${after && `&after=${after}`}`);
      const { users, next } = (await reply.json()) as Page;
      expect(users.length).toBeLessThanOrEqual(2);
      seen.push(...users.map(({ username }) => username));
      after = next;
    }
    expect(seen).toEqual(items.map(({ identifier }) => identifier.split('@')[0]));
  });

  test('a wrong token, another domain and a missing module are told apart', async () => {
    const settings = ways['our module']();
    const reasonOf = async (changed: Record<string, unknown>) =>
      (await check({ ...settings, ...changed })).reason;
    expect(await reasonOf({ moduleToken: 'wrong-token-of-thirty-two-letters' })).toBe('auth');
    expect(await reasonOf({ domain: 'other.localhost' })).toBe('misconfigured');
    expect(await reasonOf({ moduleUrl: `${prosody.moduleUrl}-not` })).toBe('misconfigured');
  });

  test('a bad request is refused with a word and without harm', async () => {
    const status = async (method: string, path: string, body?: string) =>
      (await call(method, path, body)).status;
    expect(await status('PUT', '/users/han', '{}')).toBe(400);
    expect(await status('PUT', '/users/han', 'no json')).toBe(400);
    expect(await status('PUT', '/users/a%2Fb', '{"password":"x"}')).toBe(400);
    expect(await status('PUT', `/users/${'h'.repeat(2000)}`, '{"password":"x"}')).toBe(400);
    expect(await status('PATCH', '/users/admin', '{}')).toBe(400);
    expect(await status('POST', '/users/admin/promote', '{}')).toBe(404);
    expect(await status('GET', '/users/nobody')).toBe(404);
    expect(await status('GET', '/users?limit=no&after=')).toBe(200);
  });

  test('writes neither passwords nor the token into the log', async () => {
    const log = await readFile(prosody.logFile, 'utf8');
    expect(log).toContain('Created eve@');
    for (const secret of ['password-of-', 'changed-meanwhile', prosody.moduleToken])
      expect(log).not.toContain(secret);
  });
});

describe('an administrator', () => {
  const settings = ways["an administrator's commands"];

  test('with a wrong password is refused as such', async () => {
    const report = await check({ ...settings(), adminPassword: 'not-the-password' });
    expect(report).toMatchObject({ health: 'error', reason: 'auth' });
    expect(JSON.stringify(report)).not.toContain('not-the-password');
  });

  test('who is none has no commands', async () => {
    await opened(ways['our module']()).create(requested('ivy', 'password-of-ivy'));
    const ivy = { ...settings(), adminJid: jid('ivy'), adminPassword: 'password-of-ivy' };
    expect(await check(ivy)).toMatchObject({ health: 'error' });
    await expect(opened(ivy).create(requested('ivy-2', 'x'))).rejects.toMatchObject({
      kind: 'auth',
    });
  });

  test('is told which commands the server lacks', async () => {
    const report = await check({ ...settings(), moreCommands: true });
    expect(report).toMatchObject({ health: 'error', reason: 'misconfigured' });
    expect(report.message).toContain('disable-user');
  });

  test('without a pin, a self-signed certificate is not trusted', async () => {
    const { tlsFingerprint: _left, ...rest } = settings();
    expect(await check(rest)).toMatchObject({ health: 'error', reason: 'misconfigured' });
  });

  test('a domain that the server does not serve is said to be that', async () => {
    const elsewhere = { ...settings(), domain: 'other.localhost', adminJid: 'a@other.localhost' };
    const report = await check(elsewhere);
    expect(report).toMatchObject({ health: 'error', reason: 'misconfigured' });
  });
});

const call = (method: string, path: string, body?: string) =>
  fetch(prosody.plainModuleUrl + path, {
    method,
    headers: { authorization: `Bearer ${prosody.moduleToken}` },
    ...(body !== undefined && { body }),
  });
type Page = { users: { username: string }[]; next: string | null };
const filesOf = async (name: string): Promise<string[]> =>
  (await readdir(prosody.dataFolder, { recursive: true })).filter((file) =>
    new RegExp(`/${name}\\.[a-z]+$`).test(file),
  );
