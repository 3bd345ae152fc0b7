import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
import { type IrcServer, startIrc } from '../index.ts';
import { walkAccounts } from '../walk.ts';
import { IrcClient } from './client.ts';

let dataDir: string;
let irc: IrcServer;
let http: Http;
let lives = 0;
let person: IrcClient;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-irc-'));
  irc = await startIrc({ dataDir });
  person = await IrcClient.connect(irc.port, 'Somebody');
  http = createHttp({ clock: systemClock, allow: ['127.0.0.0/8'], retries: 0 });
}, 60_000);

afterAll(async () => {
  person?.leave();
  await http?.close();
  await irc?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const registrationOnly = () => ({ athemeUrl: irc.athemeUrl, server: irc.host, port: irc.port });
const withOperator = () => ({
  ...registrationOnly(),
  operAccount: irc.operAccount,
  operPassword: irc.operPassword,
});
const opened = (settings: Record<string, unknown> = withOperator()) =>
  openAccounts(catalog.irc, parseSettings(catalog.irc, settings), { http });
const check = (settings: Record<string, unknown>) =>
  checkIntegration(catalog.irc, parseSettings(catalog.irc, settings), {
    http,
    clock: systemClock,
  });
const requested = (
  nick: string,
  secret: string,
  email = `${nick.replace(/\W/g, '')}@example.org`,
) => ({
  identifier: nick,
  secret,
  mark: `patchbay:${nick}`,
  input: {},
  person: { name: nick, email },
});
/** What NickServ says to a person who identifies; who got in leaves again for the next one. */
async function identify(
  nick: string,
  password: string,
): Promise<'in' | 'wrong' | 'frozen' | 'gone'> {
  const said = await person.ask(
    `IDENTIFY ${nick} ${password}`,
    /now (identified|logged in)|Invalid password|frozen|not (a )?registered/i,
  );
  if (/frozen/i.test(said)) return 'frozen';
  if (/not/i.test(said)) return 'gone';
  if (/Invalid/i.test(said)) return 'wrong';
  await person.ask('LOGOUT', /logged out/i);
  return 'in';
}

test('the check passes with an operator and without one', async () => {
  const full = await check(withOperator());
  expect(full).toMatchObject({ health: 'ok', message: 'NickServ is on IRC' });
  expect(full.stages[2]?.note).toMatch(/^atheme 7\.\S+ takes operator as an operator$/);
  expect(await check(registrationOnly())).toMatchObject({ health: 'ok' });
});

test('a wrong operator password is an authentication failure that does not show it', async () => {
  const report = await check({ ...withOperator(), operPassword: 'not-the-password' });
  expect(report).toMatchObject({ health: 'error', reason: 'auth' });
  expect(JSON.stringify(report)).not.toContain('not-the-password');
});

test('a made account identifies over IRC, and not with another password', async () => {
  const accounts = opened();
  expect(await accounts.find('Ann')).toBeNull();
  expect(await accounts.create(requested('Ann', 'password-of-ann'))).toMatchObject({
    identifier: 'Ann',
    state: 'active',
  });
  expect(await identify('Ann', 'password-of-ann')).toBe('in');
  expect(await identify('Ann', 'something-else')).toBe('wrong');
  expect(await accounts.find('aNN')).toMatchObject({ identifier: 'Ann', state: 'active' });
  expect(await accounts.prove({ identifier: 'Ann', secret: 'password-of-ann' })).toBe(true);
  expect(await accounts.prove({ identifier: 'Ann', secret: 'something-else' })).toBe(false);
  expect(await accounts.prove({ identifier: 'nobody', secret: 'something-else' })).toBe(false);
});

test('the same request again is the same account; another one finds the nick taken, in any case', async () => {
  const accounts = opened(registrationOnly());
  await accounts.create(requested('Bob[1]', 'password-of-bob'));
  expect(await accounts.create(requested('Bob[1]', 'password-of-bob'))).toMatchObject({
    identifier: 'Bob[1]',
  });
  for (const nick of ['Bob[1]', 'bob[1]', 'BOB{1}'])
    await expect(accounts.create(requested(nick, 'another'))).rejects.toMatchObject({
      code: 'conflict',
      fields: { identifier: ['is taken'] },
    });
});

test('two who race for one nick do not both get it', async () => {
  const racers = ['one', 'two', 'three'].map((who) =>
    opened()
      .create(requested('Racer', `password-${who}`, `${who}@example.org`))
      .then(
        () => who,
        (error) => error.code,
      ),
  );
  const [winner, ...more] = (await Promise.all(racers)).filter((result) => result !== 'conflict');
  expect(more).toEqual([]);
  expect(await identify('Racer', `password-${winner}`)).toBe('in');
});

test('a nick in use on IRC is not registered over its user’s head', async () => {
  const visitor = await IrcClient.connect(irc.port, 'Visitor');
  const asked = requested('Visitor', 'password');
  await expect(opened().create(asked)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('on IRC with this nick'),
  });
  visitor.leave();
});

test('an e-mail address has its share of accounts and no more', async () => {
  const accounts = opened();
  for (let count = 1; count <= irc.perAddress; count += 1)
    await accounts.create(requested(`many${count}`, 'password', 'many@example.org'));
  const last = requested(`many${irc.perAddress}`, 'password', 'many@example.org');
  expect(await accounts.create(last)).toMatchObject({ identifier: last.identifier });
  await expect(
    accounts.create(requested('manymore', 'password', 'many@example.org')),
  ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('as many') });
});

test('what the network does not take is refused for good', async () => {
  const accounts = opened();
  const refused = { code: 'invalid_input', fields: { identifier: [expect.any(String)] } };
  await expect(accounts.create(requested('x'.repeat(40), 'password'))).rejects.toMatchObject(
    refused,
  );
  await expect(accounts.create(requested('mailless', 'password', 'nomail'))).rejects.toMatchObject(
    refused,
  );
  await expect(accounts.create(requested('operator', 'password'))).rejects.toMatchObject(refused);
});

describe('the operator', () => {
  test('freezes an account, which then opens to nobody, and thaws it again', async () => {
    const accounts = opened();
    await accounts.create(requested('Cat', 'password-of-cat'));
    for (let times = 0; times < 2; times += 1)
      await accounts.suspend({ identifier: 'Cat', reason: 'on leave\r\nuntil spring' });
    expect(await accounts.find('Cat')).toMatchObject({ state: 'suspended' });
    expect(await identify('Cat', 'password-of-cat')).toBe('frozen');
    const { items } = await accounts.list(null);
    expect(items).toContainEqual(
      expect.objectContaining({ identifier: 'Cat', state: 'suspended' }),
    );
    expect(items.map(({ identifier }) => identifier)).not.toContain(irc.operAccount);

    for (let times = 0; times < 2; times += 1) await accounts.resume('Cat');
    expect(await accounts.find('Cat')).toMatchObject({ state: 'active' });
    expect(await identify('Cat', 'password-of-cat')).toBe('in');
  });

  test('resets a password, to one that NickServ made while the account is frozen', async () => {
    const accounts = opened();
    await accounts.create(requested('Dan', 'password-of-dan'));
    const reset = { identifier: 'Dan', secret: 'another-of-dan' };
    expect(await accounts.resetSecret(reset)).toBe('another-of-dan');
    expect(await identify('Dan', 'another-of-dan')).toBe('in');
    expect(await identify('Dan', 'password-of-dan')).toBe('wrong');
    await accounts.suspend({ identifier: 'Dan', reason: 'on leave' });
    const made = await accounts.resetSecret(reset);
    expect(made).toMatch(/^[a-z]{8,}$/);
    await accounts.resume('Dan');
    expect(await identify('Dan', made)).toBe('in');
  });

  test('drops an account, and the nick is free for somebody else', async () => {
    const accounts = opened();
    await accounts.create(requested('Eve', 'password-of-eve'));
    for (let times = 0; times < 2; times += 1)
      await accounts.remove({ identifier: 'Eve', reason: 'left' });
    expect(await accounts.find('Eve')).toBeNull();
    expect(await identify('Eve', 'password-of-eve')).toBe('gone');
    await accounts.create(requested('eve', 'password-of-another'));
    expect(await identify('eve', 'password-of-another')).toBe('in');
  });

  test('is never dropped, frozen or handed to somebody by the hub', async () => {
    const accounts = opened();
    const identifier = irc.operAccount;
    await expect(accounts.remove({ identifier, reason: 'left' })).rejects.toThrow();
    await expect(accounts.suspend({ identifier, reason: 'left' })).rejects.toThrow();
    expect(await accounts.prove({ identifier, secret: irc.operPassword })).toBe(true);
  });
});

describe.each([
  ['with an operator', withOperator],
  ['without one', registrationOnly],
])('%s', (_who, settings) => {
  accountsLife(catalog.irc, async () => {
    lives += 1;
    return { http, settings: settings(), name: `Life${lives}` };
  });
});

test('without an operator a removal leaves nick and password as they are', async () => {
  const accounts = opened(registrationOnly());
  await accounts.create(requested('Fay', 'password-of-fay'));
  expect(accounts.leaves).toBe('kept');
  await accounts.remove({ identifier: 'Fay', reason: 'left' });
  expect(await identify('Fay', 'password-of-fay')).toBe('in');
  await expect(accounts.create(requested('Fay', 'another'))).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('does the same on Deno', async () => {
  const walked = await walkAccounts({
    provider: 'irc',
    settings: withOperator(),
    request: requested('Denise', 'password-on-deno'),
    newSecret: 'another-on-deno',
  });
  expect(walked).toEqual({
    health: 'ok',
    found: null,
    created: 'Denise',
    proved: true,
    disproved: false,
    reset: 'another-on-deno',
    provedAgain: true,
    taken: 'conflict',
    removed: null,
  });
});

test('the services are told no password in their log', async () => {
  const log = await readFile(irc.logFile, 'utf8');
  expect(log).toContain('FREEZE:ON: Cat');
  for (const secret of ['password-of-', 'another-of-dan', irc.operPassword])
    expect(log).not.toContain(secret);
});
