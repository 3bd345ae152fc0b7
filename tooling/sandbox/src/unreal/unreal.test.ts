import { systemClock } from '@patchbay/core';
import {
  catalog,
  createHttp,
  type Http,
  openClient,
  parseSettings,
  runOperation,
} from '@patchbay/providers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeUnreal, startUnreal } from './start.ts';

let unreal: FakeUnreal;
let http: Http;

beforeAll(async () => {
  unreal = await startUnreal();
  http = createHttp({ clock: systemClock, allow: ['127.0.0.0/8'], retries: 0 });
});
afterAll(async () => {
  await http?.close();
  await unreal?.close();
});

type Changed = { password?: string; tlsFingerprint?: string | undefined; url?: string };
function opened(changed: Changed = {}) {
  const { url, user, password, tlsFingerprint } = { ...unreal, ...changed };
  const settings = parseSettings(catalog.irc, {
    athemeUrl: 'http://127.0.0.1:1/jsonrpc',
    server: 'irc.example.org',
    unrealUrl: url,
    unrealUser: user,
    unrealPassword: password,
    ...(tlsFingerprint !== undefined && { unrealTlsFingerprint: tlsFingerprint }),
  });
  const client = openClient(catalog.irc, settings as never, { http });
  if (!client) throw new Error('irc has a client');
  return client;
}

describe('the views of the IRC provider', () => {
  test('show who is online, and with which account', async () => {
    const { items } = await runOperation(catalog.irc, 'user.list', opened(), {});
    expect(items.map(({ nick, account }) => [nick, account])).toEqual([
      ['ann', 'ann'],
      ['Guest7', null],
    ]);
    expect(items[0]).toMatchObject({ host: 'ann.users.example.org', channels: null });
    const ann = await runOperation(catalog.irc, 'user.get', opened(), { nick: 'ANN' });
    expect(ann).toMatchObject({ nick: 'ann', channels: ['#help', '#staff'] });
  });

  test('show the channels, and who is in one', async () => {
    const { items } = await runOperation(catalog.irc, 'channel.list', opened(), {});
    expect(items).toMatchObject([
      { name: '#help', users: 2, topic: 'Ask, and wait for an answer' },
      { name: '#staff', users: 1, topic: null },
    ]);
    const help = await runOperation(catalog.irc, 'channel.get', opened(), { channel: '#help' });
    expect(help.members).toEqual([
      { nick: 'ann', level: '' },
      { nick: 'Guest7', level: '' },
    ]);
  });

  test('say that somebody is not there, that the password is wrong, that the page is', async () => {
    const kindOf = (client: ReturnType<typeof opened>, nick = 'ann') =>
      runOperation(catalog.irc, 'user.get', client, { nick }).then(
        () => 'fine',
        ({ kind }) => kind,
      );
    expect(await kindOf(opened())).toBe('fine');
    expect(await kindOf(opened(), 'nobody')).toBe('not_found');
    expect(await kindOf(opened({ password: 'wrong' }))).toBe('auth');
    expect(await kindOf(opened({ url: unreal.url.replace('/api', '/else/api') }))).toBe(
      'not_found',
    );
  });

  test('trust the pinned certificate and no other, nor a self-signed one without a pin', async () => {
    const ask = (tlsFingerprint: string | undefined) =>
      runOperation(catalog.irc, 'channel.list', opened({ tlsFingerprint }), {});
    await expect(ask(undefined)).rejects.toMatchObject({ kind: 'misconfigured' });
    await expect(ask('ab'.repeat(32))).rejects.toThrow(/another certificate/);
    expect((await ask(unreal.tlsFingerprint)).items).toHaveLength(2);
  });
});

describe('the stand-in answers as UnrealIRCd does', () => {
  const post = async (
    body: string,
    authorization = `Basic ${btoa(`${unreal.user}:${unreal.password}`)}`,
  ) =>
    http.send({
      url: new URL(unreal.url),
      method: 'POST',
      headers: { authorization },
      body,
      tlsFingerprint: unreal.tlsFingerprint.replaceAll(':', '').toLowerCase(),
    });
  const call = async (request: unknown) => JSON.parse((await post(JSON.stringify(request))).body);
  const ping = { jsonrpc: '2.0', id: '1', method: 'stats.get' };

  test('without type and length, and in plain text when it refuses', async () => {
    const { status, headers } = await post(JSON.stringify(ping));
    expect(status).toBe(200);
    for (const name of ['content-type', 'content-length', 'transfer-encoding'])
      expect(headers[name]).toBeUndefined();
    const refused = await post(JSON.stringify(ping), 'Basic eDp5');
    expect(refused.status).toBe(401);
    expect(() => JSON.parse(refused.body)).toThrow();
  });

  test.each([
    [-32600, { ...ping, jsonrpc: undefined }],
    [-32600, { ...ping, id: 1.5 }],
    [-32600, { ...ping, id: 'x'.repeat(33) }],
    [-32600, { ...ping, params: { nick: 'a\r\nQUIT' } }],
    [-32600, []],
    [-32601, { ...ping, method: 'user.join' }],
    [-32602, { ...ping, method: 'user.get', params: {} }],
    [-32602, { ...ping, method: 'user.list', params: { object_detail_level: 3 } }],
    [-32000, { ...ping, method: 'user.kill', params: { nick: 'ann', reason: 'x' } }],
    [-1000, { ...ping, method: 'channel.get', params: { channel: '#none' } }],
  ])('with %i to %j', async (code, request) =>
    expect(await call(request)).toMatchObject({ error: { code } }),
  );

  test('with a parse error to what is no JSON', async () => {
    expect(JSON.parse((await post('{')).body)).toMatchObject({ error: { code: -32700 } });
  });
});
