import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { systemClock } from '@patchbay/core';
import { catalog, checkIntegration, createHttp, type Http, openClient } from '@patchbay/providers';
import { accountsLife } from '@patchbay/providers/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprintOf, type Pubnix, startPubnix } from './start.ts';

const execute = promisify(execFile);

let pubnix: Pubnix;
let http: Http;
beforeAll(async () => {
  pubnix = await startPubnix();
  http = createHttp({ clock: systemClock, allow: ['127.0.0.1'] });
});
afterAll(async () => {
  await http?.close();
  await pubnix?.stop();
});

const { accounts } = catalog.ssh;
if (!accounts) throw new Error('ssh has accounts');

function step(changed: { hostKeyFingerprint?: string; privateKey?: string } = {}) {
  const { host, port, username, privateKey, hostKeyFingerprint } = pubnix;
  const settings = { host, port, username, privateKey, hostKeyFingerprint, ...changed };
  const opened = openClient(catalog.ssh, settings, { http });
  if (!opened) throw new Error('ssh has a client');
  return { client: opened.client, settings };
}
const check = (changed: Parameters<typeof step>[0] = {}) =>
  checkIntegration(catalog.ssh, step(changed).settings, { http, clock: systemClock });
const named = (name: string) => `${pubnix.prefix}-${name}`;
const request = (name: string, keys: string[], mark = `patchbay:${name}`) => ({
  identifier: named(name),
  secret: null,
  mark,
  input: { keys },
  person: { name: 'Ann Abara', email: 'ann@example.org' },
});
const login = (identifier: string, privateFile: string) =>
  execute('ssh', [
    ...['-F', 'none', '-i', privateFile, '-p', String(pubnix.port)],
    ...['-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'],
    ...['-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'],
    `${identifier}@127.0.0.1`,
    'id -un',
  ]).then(
    ({ stdout }) => stdout.trim(),
    () => 'refused',
  );

test('the machine is healthy; another pin and another key are told apart', async () => {
  expect(await check()).toMatchObject({ health: 'ok' });
  const other = await pubnix.keyPair();
  expect(await check({ hostKeyFingerprint: fingerprintOf(other.publicKey) })).toMatchObject({
    health: 'error',
    reason: 'misconfigured',
    message: expect.stringContaining(pubnix.hostKeyFingerprint),
  });
  const privateKey = await readFile(other.privateFile, 'utf8');
  expect(await check({ privateKey })).toMatchObject({ health: 'error', reason: 'auth' });
});

test('a person logs in with their key for as long as the account lives', async () => {
  const [first, second] = [
    await pubnix.keyPair(),
    await pubnix.keyPair(['-t', 'rsa', '-b', '2048']),
  ];
  const identifier = named('ann');
  for (const _twice of [1, 2])
    expect(
      await accounts.create(step(), request('ann', [first.publicKey, second.publicKey])),
    ).toMatchObject({ identifier, state: 'active', mark: 'patchbay:ann' });
  for (const { privateFile } of [first, second])
    expect(await login(identifier, privateFile)).toBe(identifier);

  await accounts.update?.run(step(), { identifier, input: { keys: [second.publicKey] } });
  expect(await login(identifier, first.privateFile)).toBe('refused');
  await accounts.suspend?.(step(), { identifier, reason: 'on leave' });
  expect(await login(identifier, second.privateFile)).toBe('refused');
  expect(await accounts.find(step(), identifier)).toMatchObject({
    state: 'suspended',
    details: { keys: fingerprintOf(second.publicKey) },
  });
  await accounts.resume?.(step(), identifier);
  expect(await login(identifier, second.privateFile)).toBe(identifier);
  for (const _twice of [1, 2]) await accounts.remove?.run(step(), { identifier, reason: 'left' });
  expect(await accounts.find(step(), identifier)).toBeNull();
  expect(await login(identifier, second.privateFile)).toBe('refused');
});

describe('as services rely on it', () => {
  let made = 0;
  accountsLife(catalog.ssh, async () => {
    made += 1;
    const { publicKey } = await pubnix.keyPair();
    const input = { keys: [publicKey] };
    return { http, settings: step().settings, name: named(`life${made}`), input };
  });
});

test('two who race for a name: one has it, the other is told that it is taken', async () => {
  const { publicKey } = await pubnix.keyPair();
  const both = await Promise.allSettled(
    ['patchbay:1', 'patchbay:2'].map((mark) =>
      accounts.create(step(), request('race', [publicKey], mark)),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { name: 'IdentifierTaken' },
  });
});

test('the machine’s own people are neither found nor touched', async () => {
  expect(await accounts.find(step(), 'root')).toBeNull();
  const { publicKey } = await pubnix.keyPair();
  await expect(
    accounts.create(step(), { ...request('x', [publicKey]), identifier: 'daemon' }),
  ).rejects.toMatchObject({ name: 'IdentifierTaken' });
  await expect(
    accounts.remove?.run(step(), { identifier: 'root', reason: '' }),
  ).rejects.toMatchObject({ message: expect.stringContaining('not from Patchbay') });
});

test('everybody is listed, after a name if one is given', async () => {
  const { publicKey } = await pubnix.keyPair();
  for (const name of ['list-a', 'list-b'])
    await accounts.create(step(), request(name, [publicKey]));
  const { items } = (await accounts.list?.(step(), null)) ?? { items: [] };
  expect(items.map(({ identifier }) => identifier)).toEqual(
    expect.arrayContaining([named('list-a'), named('list-b')]),
  );
  const after = await accounts.list?.(step(), named('list-a'));
  expect(after?.items.map(({ identifier }) => identifier)).toContain(named('list-b'));
  expect(after?.items.map(({ identifier }) => identifier)).not.toContain(named('list-a'));
});
