import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { giveConsent } from '../index.ts';
import { agents, bearer, callbackOf, openForTests } from '../testing/open.ts';
import { discordIds, discordSigningKey, discordUser } from './data.ts';
import { discordBotToken } from './routes.ts';

const { sandbox, call, authorizeUrl, codeFor, basic, inBody, postForm, postJson } = openForTests();
const tokenPath = '/discord.com/api/oauth2/token';
const agent = { 'user-agent': agents.discord };
const bot = { authorization: `Bot ${discordBotToken(1)}`, ...agent };

const exchange = async (scope = 'identify email guilds', account = '1') =>
  postForm(
    tokenPath,
    {
      grant_type: 'authorization_code',
      code: await codeFor('discord', { scope }, account),
      redirect_uri: callbackOf('discord'),
    },
    { authorization: basic('discord') },
  );
const api = (path: string, init: RequestInit = {}) =>
  call(`/discord.com/api/v10${path}`, {
    headers: { ...bot, 'content-type': 'application/json' },
    ...init,
  });

describe('tokens', () => {
  test('live a week, by form only, with the client by Basic or in the body', async () => {
    expect((await exchange()).body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 604_800,
      scope: 'identify email guilds',
      refresh_token: expect.any(String),
    });
    const form = {
      grant_type: 'authorization_code',
      code: await codeFor('discord', { scope: 'identify' }),
      redirect_uri: callbackOf('discord'),
    };
    const json = await postJson(tokenPath, { ...form, ...inBody('discord') });
    expect([json.status, json.body.error]).toEqual([400, 'invalid_request']);
    const nobody = await postForm(tokenPath, form);
    expect([nobody.status, nobody.body.error]).toEqual([401, 'invalid_client']);
    expect((await postForm(tokenPath, { ...form, ...inBody('discord') })).status).toBe(200);
  });

  test('keep to PKCE once a challenge was sent', async () => {
    const verifier = 'v'.repeat(43);
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const challenged = { scope: 'identify', code_challenge, code_challenge_method: 'S256' };
    const code = await codeFor('discord', challenged);
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackOf('discord') };
    const ask = (more: Record<string, string>) =>
      postForm(tokenPath, { ...form, ...more }, { authorization: basic('discord') });
    expect((await ask({})).body.error).toBe('invalid_grant');
    expect((await ask({ code_verifier: 'w'.repeat(43) })).body.error).toBe('invalid_grant');
    expect((await ask({ code_verifier: verifier })).status).toBe(200);
    const plain = await fetch(
      authorizeUrl('discord', { ...challenged, code_challenge_method: 'plain' }),
      { redirect: 'manual' },
    );
    expect(plain.headers.get('location')).toContain('error=invalid_request');
  });

  test('of a bot install name the server, in the answer and in the redirect', async () => {
    const scope = 'bot applications.commands';
    const landed = await giveConsent(authorizeUrl('discord', { scope, permissions: '2048' }), {
      account: '2',
    });
    expect(landed.searchParams.get('guild_id')).toBe(discordIds.guild(2));
    expect(landed.searchParams.get('permissions')).toBe('2048');
    expect((await exchange(scope, '2')).body.guild).toMatchObject({ id: discordIds.guild(2) });
  });

  test('rotate, and revoking any of them revokes all', async () => {
    const first = (await exchange()).body;
    const form = (text: unknown) => ({ grant_type: 'refresh_token', refresh_token: String(text) });
    const refresh = (text: unknown) =>
      postForm(tokenPath, form(text), { authorization: basic('discord') });
    const second = (await refresh(first.refresh_token)).body;
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    const revoked = await postForm(
      `${tokenPath}/revoke`,
      { token: String(first.access_token) },
      { authorization: basic('discord') },
    );
    expect(revoked.status).toBe(200);
    expect((await refresh(second.refresh_token)).status).toBe(400);
    expect(
      (await call('/discord.com/api/v10/users/@me', bearer(second.access_token, agent))).status,
    ).toBe(401);
  });
});

describe('the API', () => {
  test('lets in only agents of the documented form', async () => {
    const { status, body } = await api('/users/@me', {
      headers: { ...bot, 'user-agent': 'undici' },
    });
    expect([status, body.text]).toEqual([403, 'error code: 1010']);
  });

  test('knows bots from people', async () => {
    const token = (await exchange()).body.access_token;
    expect((await api('/users/@me')).body).toMatchObject({ bot: true });
    expect((await api('/users/@me', bearer(token, agent))).body).toMatchObject({
      bot: false,
      email: expect.any(String),
    });
    expect((await api('/oauth2/@me', bearer(token, agent))).body).toMatchObject({
      scopes: ['identify', 'email', 'guilds'],
      user: { id: discordUser(1).id },
      application: { id: inBody('discord').client_id },
    });
    expect((await api('/applications/@me', bearer(token, agent))).status).toBe(401);
    const refused = await api('/users/@me', { headers: agent });
    expect([refused.status, refused.body]).toEqual([
      401,
      { message: '401: Unauthorized', code: 0 },
    ]);
  });

  test('gives the key that signs interactions', async () => {
    const { verify_key } = (await api('/applications/@me')).body;
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(String(verify_key), 'hex'),
    ]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const text = Buffer.from('1700000000{"type":1}');
    expect(verify(null, text, key, sign(null, text, discordSigningKey(1)))).toBe(true);
  });

  test('reads servers and their channels, and says which it may not', async () => {
    const guild = discordIds.guild(1);
    expect((await api(`/guilds/${guild}?with_counts=true`)).body).toMatchObject({
      id: guild,
      approximate_member_count: 5,
    });
    const codeOf = async (path: string) => {
      const { status, body } = await api(path);
      return [status, body.code];
    };
    expect(await codeOf('/guilds/123456789012345678')).toEqual([404, 10004]);
    expect(await codeOf(`/guilds/${discordIds.guild(5)}`)).toEqual([403, 50001]);
    expect(await codeOf('/guilds/abc')).toEqual([400, 50035]);
  });

  test('posts messages of at most 2000 characters', async () => {
    const { body } = await api(`/guilds/${discordIds.guild(1)}/channels`);
    const channels = body as unknown as { id: string; name: string }[];
    const idOf = (name: string) => channels.find((channel) => channel.name === name)?.id;
    const say = async (id: unknown, content: string) => {
      const reply = await api(`/channels/${id}/messages`, {
        method: 'POST',
        body: JSON.stringify({ content }),
      });
      return [reply.status, reply.body.code];
    };
    expect(await say(idOf('general'), 'hello')).toEqual([200, undefined]);
    expect(await say(idOf('general'), 'x'.repeat(2001))).toEqual([400, 50035]);
    expect(await say(idOf('general'), '')).toEqual([400, 50006]);
    expect(await say(idOf('announcements'), 'hello')).toEqual([403, 50013]);
    expect(await say('123456789012345678', 'hello')).toEqual([404, 10003]);
  });

  test('adds a member with a token of that person, once', async () => {
    const path = `/guilds/${discordIds.guild(1)}/members/${discordUser(3).id}`;
    const put = async (access_token: unknown) =>
      (await api(path, { method: 'PUT', body: JSON.stringify({ access_token }) })).status;
    expect(await put((await exchange('identify', '3')).body.access_token)).toBe(403);
    const { access_token } = (await exchange('identify guilds.join', '3')).body;
    expect([await put(access_token), await put(access_token)]).toEqual([201, 204]);
    expect((await api(`${path}/roles/${discordIds.role(1)}`, { method: 'PUT' })).status).toBe(204);
    expect((await api(path)).body).toMatchObject({ roles: [discordIds.role(1)] });
    expect((await api(path, { method: 'DELETE' })).status).toBe(204);
    expect((await api(path)).body.code).toBe(10007);
  });

  test('counts a bucket down and answers 429 with fractions of a second', async () => {
    const headers = { ...bot, authorization: `Bot ${discordBotToken(8)}` };
    const left = async () =>
      (await api('/users/@me', { headers })).headers.get('x-ratelimit-remaining');
    expect([await left(), await left()]).toEqual(['9', '8']);
    sandbox().setFault('discord-account-8', { fault: '429', retryAfterSeconds: 1.5 });
    const limited = await api('/users/@me', { headers });
    expect([limited.status, limited.body]).toEqual([
      429,
      { message: 'You are being rate limited.', retry_after: 1.5, global: false },
    ]);
    expect(limited.headers.get('retry-after')).toBe('2');
    expect(limited.headers.get('x-ratelimit-scope')).toBe('user');
  });
});

describe('members', () => {
  const members = `/guilds/${discordIds.guild(1)}/members`;

  test('are listed by id, so many at once, those after one', async () => {
    const ids = async (query: string) =>
      Object.values((await api(`${members}?${query}`)).body).map(
        (member) => (member as { user: { id: string } }).user.id,
      );
    const all = await ids('limit=1000');
    expect(all).toEqual([...all].sort());
    expect(await ids('limit=2')).toEqual(all.slice(0, 2));
    expect(await ids(`limit=2&after=${all[1]}`)).toEqual(all.slice(2, 4));
    expect((await api(`${members}?limit=1001`)).status).toBe(400);
  });

  test('do not include an owner who could be kicked', async () => {
    const owner = discordUser(10).id;
    const kick = await api(`${members}/${owner}`, { method: 'DELETE', headers: bot });
    expect(kick).toMatchObject({ status: 403, body: { code: 50013 } });
  });

  test('join only by a token of the bot’s own application', async () => {
    const { body } = await exchange('identify guilds.join', '77');
    const other = `/guilds/${discordIds.guild(2)}/members/${discordUser(77).id}`;
    const join = await call(`/discord.com/api/v10${other}`, {
      method: 'PUT',
      headers: {
        authorization: `Bot ${discordBotToken(2)}`,
        ...agent,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ access_token: body.access_token }),
    });
    expect(join).toMatchObject({ status: 403, body: { code: 50025 } });
  });
});
