import { createServer } from 'node:net';
import { systemClock } from '@patchbay/core';
import ssh2 from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import type { HttpOptions } from '../../http/http.ts';
import { checkIntegration } from '../../kit/check.ts';
import { openClient } from '../../kit/client.ts';
import { capabilitiesOf } from '../../kit/provider.ts';
import { parseSettings } from '../../kit/settings.ts';
import { providerContract } from '../../testing/index.ts';
import { runtimes, walked } from '../../testing/walked.ts';
import { ssh } from './provider.ts';
import { type HostOptions, startHost } from './testing/host.ts';
import { keyPair } from './testing/key-pair.ts';

const pinned = `SHA256:${'A'.repeat(43)}`;
providerContract(ssh, {
  settings: {
    host: 'shell.example.org',
    privateKey: keyPair().private,
    hostKeyFingerprint: pinned,
  },
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function openHttp(options: Partial<HttpOptions> = {}) {
  const http = createHttp({ clock: systemClock, allow: ['127.0.0.1'], ...options });
  closers.push(() => http.close());
  return http;
}

async function host(options: HostOptions = {}) {
  const started = await startHost(options);
  closers.push(started.close);
  const http = openHttp();
  const settings = parseSettings(ssh, started.settings);
  const step = (signal?: AbortSignal) => {
    const opened = openClient(ssh, started.settings, { http, ...(signal && { signal }) });
    if (!opened) throw new Error('ssh has a client');
    return { client: opened.client, settings: started.settings, signal };
  };
  const check = (changed: object = {}) =>
    checkIntegration(ssh, { ...settings, ...changed }, { http, clock: systemClock });
  return { ...started, step, check };
}
const { accounts } = ssh;
if (!accounts) throw new Error('ssh has accounts');

const key = keyPair().public;
const request = (identifier: string, mark = 'patchbay:1') => ({
  identifier,
  secret: null,
  mark,
  input: { keys: [key] },
  person: { name: 'Ann', email: 'ann@example.org' },
});

describe('a check', () => {
  test('goes through every step but TLS', async () => {
    const { check } = await host();
    const report = await check();
    expect(report).toMatchObject({ health: 'ok', message: 'Looks after 0 accounts' });
    expect(report.stages.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
      'address passed',
      'tls skipped',
      'auth passed',
      'sample passed',
    ]);
  });

  test('names another host key, and sends nothing to such a host', async () => {
    const { check, commands } = await host();
    const report = await check({ hostKeyFingerprint: pinned });
    expect(report).toMatchObject({ health: 'error', reason: 'misconfigured' });
    expect(report.message).toContain('another host key (SHA256:');
    expect(commands).toEqual([]);
  });

  test('tells a refused key from one that cannot be read', async () => {
    const { check } = await host();
    const stranger = keyPair().private;
    expect(await check({ privateKey: stranger })).toMatchObject({ reason: 'auth' });
    expect(await check({ privateKey: 'no key at all' })).toMatchObject({
      reason: 'misconfigured',
      message: expect.stringContaining('passphrase'),
    });
  });

  test('of a machine without the script says so', async () => {
    const shell = { output: 'sh: 1: ping: not found\n', code: 127 };
    const { check } = await host({ instead: () => shell });
    expect(await check()).toMatchObject({
      reason: 'misconfigured',
      message: expect.stringContaining('127'),
    });
    const half = { output: '{"ok":false,"error":"not_installed"}', code: 6 };
    const { check: again } = await host({ instead: () => half });
    expect(await again()).toMatchObject({ reason: 'misconfigured' });
  });

  test('of something that is no SSH server fails where it should', async () => {
    const server = createServer((socket) =>
      socket
        .on('error', () => {})
        .resume()
        .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { check } = await host();
    const port = (server.address() as { port: number }).port;
    expect(['misconfigured', 'unreachable']).toContain((await check({ port })).reason);
    expect((await check({ port: 1 })).reason).toBe('unreachable');
  });

  test('of a private address is not made unless it is allowed', async () => {
    const { settings } = await startHost().then((started) => {
      closers.push(started.close);
      return started;
    });
    const http = openHttp({ allow: [] });
    const report = await checkIntegration(ssh, settings, { http, clock: systemClock });
    expect(report).toMatchObject({ reason: 'misconfigured' });
    expect(report.message).toContain('OUTBOUND_ALLOW');
  });
});

test('an account lives its whole life, and every step can be made twice', async () => {
  const { step } = await host();
  for (const _twice of [1, 2])
    expect(await accounts.create(step(), request('ann'))).toMatchObject({
      identifier: 'ann',
      state: 'active',
      mark: 'patchbay:1',
    });
  for (const _twice of [1, 2]) await accounts.suspend?.(step(), { identifier: 'ann', reason: '' });
  expect(await accounts.find(step(), 'ann')).toMatchObject({ state: 'suspended' });
  for (const _twice of [1, 2]) await accounts.resume?.(step(), 'ann');
  const next = keyPair().public;
  expect(
    await accounts.update?.run(step(), { identifier: 'ann', input: { keys: [next] } }),
  ).toMatchObject({ state: 'active', details: { keys: next } });
  for (const _twice of [1, 2])
    await accounts.remove?.run(step(), { identifier: 'ann', reason: '' });
  expect(await accounts.find(step(), 'ann')).toBeNull();
});

test('a name that somebody has is taken, and the machine’s own people are none of ours', async () => {
  const { step } = await host();
  await accounts.create(step(), request('ann'));
  for (const taken of [request('ann', 'patchbay:2'), request('root')])
    await expect(accounts.create(step(), taken)).rejects.toMatchObject({ name: 'IdentifierTaken' });
  expect(await accounts.find(step(), 'root')).toBeNull();
  await expect(
    accounts.suspend?.(step(), { identifier: 'root', reason: '' }),
  ).rejects.toMatchObject({ message: expect.stringContaining('not from Patchbay') });
});

test('everybody is listed, page by page', async () => {
  const { step } = await host();
  for (const name of ['cleo', 'ann', 'ben']) await accounts.create(step(), request(name));
  const first = await accounts.list?.(step(), null);
  expect(first?.items.map(({ identifier }) => identifier)).toEqual(['ann', 'ben']);
  const second = await accounts.list?.(step(), first?.cursor ?? null);
  expect(second).toMatchObject({ items: [{ identifier: 'cleo' }], cursor: null });
});

test('calls to one host go one after the other', async () => {
  const { step, mostUnderWay } = await host();
  const names = ['ann', 'ben', 'cleo', 'dora', 'eve'];
  await Promise.all(names.map((name) => accounts.create(step(), request(name))));
  expect(mostUnderWay()).toBe(1);
});

test('what is no name never becomes part of a command', async () => {
  const { step, commands } = await host();
  for (const bad of ['ann; id', '$(id)', '--help', 'ann\nlock ben', '', 'Ann', '../etc']) {
    expect(accounts.identifier.schema.safeParse(`${bad};`).success).toBe(false);
    await expect(accounts.create(step(), request(bad))).rejects.toMatchObject({
      kind: 'not_found',
    });
    await expect(accounts.suspend?.(step(), { identifier: bad, reason: '' })).rejects.toMatchObject(
      {
        kind: 'not_found',
      },
    );
    expect(await accounts.find(step(), bad)).toBeNull();
  }
  expect(commands).toEqual([]);
});

test('a call that nobody waits for any more ends at once, and the next one has its turn', async () => {
  const { step } = await host();
  const stopped = AbortSignal.abort();
  await expect(accounts.find(step(stopped), 'ann')).rejects.toMatchObject({ kind: 'unreachable' });
  expect(await accounts.find(step(), 'ann')).toBeNull();

  const { step: silent } = await host({ silent: true });
  const controller = new AbortController();
  const asked = accounts.find(silent(controller.signal), 'ann');
  setTimeout(() => controller.abort(), 50);
  await expect(asked).rejects.toMatchObject({ kind: 'unreachable' });
});

test('a private key that lost its line breaks in a form is whole again', () => {
  const whole = keyPair().private.trim();
  const flat = whole.replaceAll('\n', ' ');
  const { privateKey } = parseSettings(ssh, {
    host: 'shell.example.org',
    privateKey: flat,
    hostKeyFingerprint: `256 ${pinned} root@shell (ED25519)`,
  });
  expect(ssh2.utils.parseKey(String(privateKey))).not.toBeInstanceOf(Error);
  expect(ssh2.utils.parseKey(flat)).toBeInstanceOf(Error);
});

test('there is nothing to call but accounts', () => {
  expect(capabilitiesOf(ssh)).toEqual(['health', 'accounts']);
});

test.each([
  ['Ann.Abara+x@example.org', 'ann-abara'],
  ['42@example.org', null],
  ['x@example.org', null],
])('%s suggests %j', (email, name) => expect(accounts.identifier.fromEmail?.(email)).toBe(name));

describe.each(runtimes)('on %s', (runtime) => {
  test('the same is spoken', { timeout: 30_000 }, async () => {
    expect(await walked(runtime, 'ssh-walk.ts')).toEqual({
      health: 'ok',
      made: 'active',
      locked: 'suspended',
      wrongPin: 'misconfigured',
      wrongKey: 'auth',
    });
  });
});
