import { describe, expect, test } from 'vitest';
import { startSandbox } from './index.ts';
import { bearer, callbackOf, openForTests } from './testing/open.ts';

const { sandbox, call, codeFor, basic, inBody, postForm } = openForTests();
const tokenPath = '/discord.com/api/oauth2/token';
const agent = { 'user-agent': 'DiscordBot (https://patchbay.example, 1.0)' };

const ask = (form: Record<string, string>, init: Record<string, string> = {}) =>
  postForm(tokenPath, form, { authorization: basic('discord'), ...init });
const refresh = (token: unknown) =>
  ask({ grant_type: 'refresh_token', refresh_token: String(token) });

async function connected(account = '1') {
  const code = await codeFor('discord', { scope: 'identify guilds' }, account);
  const form = { grant_type: 'authorization_code', code, redirect_uri: callbackOf('discord') };
  const { body } = await ask(form);
  const id = sandbox().grants().at(-1)?.id ?? '';
  const me = (token: unknown = body.access_token) =>
    call('/discord.com/api/v10/users/@me', bearer(token, agent));
  return { id, body, me };
}

const control = (path: string, method: string, json?: object) =>
  call(`/_control${path}`, { method, ...(json ? { body: JSON.stringify(json) } : {}) });

describe('counting', () => {
  test('token requests are counted for each grant, the refused ones too', async () => {
    const { id, body } = await connected();
    await refresh(body.refresh_token);
    await refresh(body.refresh_token);
    expect(sandbox().stats().grants[id]).toEqual({
      tokenRequests: 3,
      byGrantType: { authorization_code: 1, refresh_token: 2 },
      issued: 2,
      refused: 1,
    });
  });

  test('of a hundred who refresh with one token, one gets tokens', async () => {
    const { id, body } = await connected();
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => refresh(body.refresh_token)),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(sandbox().stats().grants[id]).toMatchObject({ tokenRequests: 101, issued: 2 });
  });

  test('of two who redeem a code, one gets tokens', async () => {
    const code = await codeFor('discord', { scope: 'identify' });
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackOf('discord') };
    const statuses = (await Promise.all([ask(form), ask(form)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 400]);
  });

  test('calls are counted for each grant', async () => {
    const { id, me } = await connected();
    await me();
    await me();
    const { body } = await control('/stats', 'GET');
    expect((body as { credentials: object }).credentials).toMatchObject({
      [id]: { requests: 2, calls: { 'GET /api/v10/users/@me': 2 } },
    });
  });
});

describe('grants', () => {
  test('are listed without their tokens', async () => {
    const { id, body } = await connected('3');
    const listed = await control('/grants', 'GET');
    expect(listed.body).toContainEqual({
      id,
      vendor: 'discord',
      clientId: inBody('discord').client_id,
      account: '3',
      scopes: ['identify', 'guilds'],
      generation: 1,
      revoked: false,
    });
    expect(JSON.stringify(listed.body)).not.toContain(String(body.access_token));
  });

  test('end when they are revoked, and only the access token when it is expired', async () => {
    const { id, body, me } = await connected();
    await control(`/grants/${id}/expire`, 'POST');
    expect((await me()).status).toBe(401);
    const next = await refresh(body.refresh_token);
    expect((await me(next.body.access_token)).status).toBe(200);
    await control(`/grants/${id}/revoke`, 'POST');
    expect((await me(next.body.access_token)).status).toBe(401);
    expect((await refresh(next.body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await control('/grants/none/revoke', 'POST')).status).toBe(404);
  });
});

describe('faults of a token endpoint', () => {
  test('the next refresh answers invalid_grant, and the one after does not', async () => {
    const { id, body } = await connected();
    await control(`/faults/${id}`, 'PUT', { fault: 'invalid_grant', times: 1 });
    expect((await refresh(body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test('an endpoint that is down leaves grants and calls alone', async () => {
    const { body, me } = await connected();
    sandbox().setFault('discord', { fault: 'token_down' });
    expect((await refresh(body.refresh_token)).status).toBe(503);
    expect((await me()).status).toBe(200);
    sandbox().clearFaults('discord');
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test('a connection dropped after a refresh has used the token up', async () => {
    const { id, body } = await connected();
    sandbox().setFault(id, { fault: 'drop_after_refresh', times: 1 });
    await expect(refresh(body.refresh_token)).rejects.toThrow();
    expect(
      sandbox()
        .grants()
        .find((grant) => grant.id === id)?.generation,
    ).toBe(2);
    expect((await refresh(body.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('a token endpoint may be limited, or talk nonsense', async () => {
    const { body } = await connected();
    const client = inBody('discord').client_id;
    sandbox().setFault(client, { fault: 'token_429', retryAfterSeconds: 3, times: 1 });
    const limited = await refresh(body.refresh_token);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
    sandbox().setFault(client, { fault: 'token_garbage', times: 1 });
    expect((await refresh(body.refresh_token)).body.text).toContain('Maintenance');
  });
});

test('a client may get tokens of a few seconds, and fewer scopes than it asked for', async () => {
  const path = `/apps/${inBody('discord').client_id}`;
  await control(path, 'PUT', { tokenLifeSeconds: 5, withheldScopes: ['guilds'] });
  const { body, me } = await connected();
  await control(path, 'PUT', { tokenLifeSeconds: null, withheldScopes: [] });
  expect(body).toMatchObject({ expires_in: 5, scope: 'identify' });
  expect((await me()).status).toBe(200);
  await control('/clock', 'POST', { advanceSeconds: 6 });
  expect((await me()).status).toBe(401);
});

test('a missing scope is said in the words of the vendor', async () => {
  sandbox().setFault('slack', { fault: 'missing_scope', times: 1 });
  const slack = await call('/slack.com/api/auth.test', bearer('xoxb-sandbox-1'));
  expect(slack.body).toMatchObject({
    ok: false,
    error: 'missing_scope',
    needed: expect.any(String),
  });
  sandbox().setFault('notion', { fault: 'missing_scope', times: 1 });
  const notion = await call('/api.notion.com/v1/users/me', bearer('ntn_sandbox1'));
  expect([notion.status, notion.body.code]).toEqual([403, 'restricted_resource']);
});

test('a new run knows the tokens of the one before; without a run nothing is remembered', async () => {
  const now = () => Date.UTC(2026, 10, 1);
  const open = (run?: string) => startSandbox({ port: 0, now, ...(run ? { run } : {}) });
  const earlier = await open('one');
  const later = await open('two');
  const forgetful = await open();
  try {
    const consent = await fetch(`${earlier.url}/discord.com/oauth2/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        response_type: 'code',
        client_id: inBody('discord').client_id,
        redirect_uri: callbackOf('discord'),
        scope: 'identify',
        sandbox_account: '2',
        sandbox_decision: 'allow',
      }),
    });
    const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const token = (url: string, form: Record<string, string>) =>
      fetch(`${url}${tokenPath}`, {
        method: 'POST',
        body: new URLSearchParams({ ...form, ...inBody('discord') }),
      });
    const redirect_uri = callbackOf('discord');
    const given = await token(earlier.url, {
      grant_type: 'authorization_code',
      code,
      redirect_uri,
    });
    const { access_token, refresh_token } = (await given.json()) as Record<string, string>;
    const me = (url: string) =>
      fetch(`${url}/discord.com/api/v10/users/@me`, bearer(access_token, agent)).then(
        ({ status }) => status,
      );
    expect([await me(earlier.url), await me(later.url), await me(forgetful.url)]).toEqual([
      200, 200, 401,
    ]);
    const form = { grant_type: 'refresh_token', refresh_token: refresh_token ?? '' };
    const statuses = [];
    for (const { url } of [later, later, forgetful]) statuses.push((await token(url, form)).status);
    expect(statuses).toEqual([200, 400, 400]);
    const altered = { ...form, refresh_token: `${refresh_token?.slice(0, -2)}xx` };
    expect((await token(later.url, altered)).status).toBe(400);
  } finally {
    await Promise.all([earlier, later, forgetful].map((one) => one.close()));
  }
});
