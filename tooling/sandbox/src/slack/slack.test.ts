import { describe, expect, test } from 'vitest';
import { bearer, callbackOf, openForTests } from '../testing/open.ts';

const { sandbox, call, codeFor, basic, inBody, postForm, postJson } = openForTests();
const tokenPath = '/slack.com/api/oauth.v2.access';
const all = { scope: 'chat:write,channels:read,team:read,users:read' };

const token = (form: Record<string, string>) =>
  postForm(tokenPath, form, { authorization: basic('slack') });
const exchange = async (parameters: Record<string, string> = all, account = '1') =>
  token({ code: await codeFor('slack', parameters, account), redirect_uri: callbackOf('slack') });
const method = (name: string, accessToken: unknown, args: Record<string, string> = {}) =>
  postForm(`/slack.com/api/${name}`, args, { authorization: `Bearer ${accessToken}` });

describe('tokens', () => {
  test('of an app with rotation live 12 hours and name the workspace', async () => {
    const { status, body } = await exchange();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: true,
      token_type: 'bot',
      scope: all.scope,
      expires_in: 43_200,
      team: { id: expect.stringMatching(/^T/), name: expect.any(String) },
      enterprise: null,
      is_enterprise_install: false,
    });
    expect(body.access_token).toMatch(/^xoxe\.xoxb-1-/);
    expect(body.authed_user).not.toHaveProperty('access_token');
  });

  test('of a person sit inside authed_user', async () => {
    const { body } = await exchange({ ...all, user_scope: 'users:read' });
    expect(body.authed_user).toMatchObject({ token_type: 'user', scope: 'users:read' });
    expect((body.authed_user as { access_token: string }).access_token).toMatch(/^xoxp-/);
  });

  test('for a whole organization have no team', async () => {
    const { body } = await exchange(all, 'org-1');
    expect(body).toMatchObject({
      team: null,
      is_enterprise_install: true,
      enterprise: { id: expect.stringMatching(/^E/) },
    });
    expect((await method('auth.test', body.access_token)).body).toMatchObject({
      is_enterprise_install: true,
      enterprise_id: (body.enterprise as { id: string }).id,
    });
  });

  test('are refused with HTTP 200 and a word', async () => {
    const code = await codeFor('slack', all);
    const form = { code, redirect_uri: callbackOf('slack') };
    const errorOf = async (reply: Promise<{ status: number; body: Record<string, unknown> }>) => {
      const { status, body } = await reply;
      expect([status, body.ok]).toEqual([200, false]);
      return body.error;
    };
    expect(await errorOf(token({ ...form, code: 'x' }))).toBe('invalid_code');
    expect(await errorOf(token({ ...form, redirect_uri: 'https://other.example' }))).toBe(
      'bad_redirect_uri',
    );
    expect(await errorOf(token({ ...form, grant_type: 'password' }))).toBe('invalid_grant_type');
    expect(
      await errorOf(postForm(tokenPath, { ...form, client_id: 'x', client_secret: 'y' })),
    ).toBe('invalid_client_id');
    expect(
      await errorOf(postForm(tokenPath, { ...form, ...inBody('slack'), client_secret: 'y' })),
    ).toBe('bad_client_secret');
    expect((await postForm(tokenPath, { ...form, ...inBody('slack') })).body.ok).toBe(true);
    expect(await errorOf(token(form))).toBe('invalid_code');
  });

  test('rotate: the old refresh token is revoked, the old access token ends by itself', async () => {
    const first = (await exchange()).body;
    const refresh = (text: unknown) =>
      token({ grant_type: 'refresh_token', refresh_token: String(text) });
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).body).toEqual({
      ok: false,
      error: 'invalid_refresh_token',
    });
    expect((await method('auth.test', first.access_token)).body.ok).toBe(true);
    sandbox().advanceClock(43_201);
    expect((await method('auth.test', second.access_token)).body.error).toBe('token_expired');
  });

  test('of an app without rotation never end', async () => {
    sandbox().putApp(inBody('slack').client_id, { rotation: false });
    const { body } = await exchange();
    sandbox().putApp(inBody('slack').client_id, { rotation: true });
    expect(body.access_token).toMatch(/^xoxb-/);
    expect(body).not.toHaveProperty('expires_in');
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('are revoked by themselves, and all at once when the app is uninstalled', async () => {
    const one = (await exchange(all, '7')).body;
    expect((await method('auth.revoke', one.access_token)).body).toEqual({
      ok: true,
      revoked: true,
    });
    expect((await method('auth.test', one.access_token)).body.error).toBe('token_revoked');
    const two = (await exchange(all, '7')).body;
    const three = (await exchange(all, '7')).body;
    expect((await method('apps.uninstall', two.access_token, inBody('slack'))).body).toEqual({
      ok: true,
    });
    expect((await method('auth.test', three.access_token)).body.error).toBe('token_revoked');
  });
});

describe('the Web API', () => {
  const bot = 'xoxb-sandbox-1';

  test('refuses with HTTP 200', async () => {
    const refused = async (accessToken: string | null) => {
      const headers: Record<string, string> = accessToken
        ? { authorization: `Bearer ${accessToken}` }
        : {};
      const { status, body } = await postForm('/slack.com/api/auth.test', {}, headers);
      return [status, body.error];
    };
    expect(await refused(null)).toEqual([200, 'not_authed']);
    expect(await refused('xoxb-unknown')).toEqual([200, 'invalid_auth']);
    expect((await method('no.such.method', bot)).body.error).toBe('unknown_method');
  });

  test('says who is there and which scopes were given', async () => {
    const { access_token } = (await exchange()).body;
    const { body, headers } = await method('auth.test', access_token);
    expect(body).toMatchObject({
      ok: true,
      team_id: expect.stringMatching(/^T/),
      bot_id: expect.stringMatching(/^B/),
    });
    expect(headers.get('x-oauth-scopes')).toBe(all.scope);
    const missing = await method('conversations.join', access_token, { channel: 'C1' });
    expect(missing.body).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:join',
      provided: all.scope,
    });
    expect(missing.headers.get('x-accepted-oauth-scopes')).toBe('channels:join');
  });

  test('pages channels until the cursor is empty', async () => {
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await method('conversations.list', bot, { limit: '7', cursor });
      names.push(...(body.channels as { name: string }[]).map(({ name }) => name));
      cursor = (body.response_metadata as { next_cursor: string }).next_cursor;
    } while (cursor !== '');
    expect([names.length, names.includes('board')]).toEqual([24, false]);
    expect((await method('conversations.list', bot, { cursor: 'nonsense' })).body.error).toBe(
      'invalid_cursor',
    );
  });

  test('posts only where the bot is, and joins public channels', async () => {
    const { body } = await method('conversations.list', 'xoxb-sandbox-3');
    const channel = (name: string) =>
      (body.channels as { id: string; name: string }[]).find((one) => one.name === name)?.id ?? '';
    const say = (name: string) =>
      method('chat.postMessage', 'xoxb-sandbox-3', { channel: channel(name), text: 'hi' });
    expect((await say('random')).body.error).toBe('not_in_channel');
    await method('conversations.join', 'xoxb-sandbox-3', { channel: channel('random') });
    expect((await say('random')).body).toMatchObject({
      ok: true,
      ts: expect.stringMatching(/^\d+\.\d{6}$/),
      message: { text: 'hi' },
    });
    expect((await say('no-such')).body.error).toBe('channel_not_found');
  });

  test('wants JSON with its charset', async () => {
    const json = (type: string) =>
      postJson(
        '/slack.com/api/auth.test',
        {},
        { authorization: `Bearer ${bot}`, 'content-type': type },
      );
    expect((await json('application/json')).body.warning).toBe('missing_charset');
    expect((await json('application/json; charset=utf-8')).body).not.toHaveProperty('warning');
  });

  test('finds people, and their addresses only with the scope for them', async () => {
    const { body } = await method('users.list', bot);
    const [first] = body.members as { id: string; profile: { email: string } }[];
    const found = await method('users.lookupByEmail', bot, { email: first?.profile.email ?? '' });
    expect(found.body.user).toMatchObject({ id: first?.id });
    const narrow = (await exchange()).body.access_token;
    expect(
      (await method('users.info', narrow, { user: first?.id ?? '' })).body.user,
    ).not.toHaveProperty('profile.email');
  });

  test('says 429 with seconds to wait, by name of the token', async () => {
    const reply = await call('/slack.com/api/auth.test', bearer('xoxb-sandbox-9-fault-429'));
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '30']);
  });
});
