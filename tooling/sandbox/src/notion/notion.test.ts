import { describe, expect, test } from 'vitest';
import { bearer, callbackOf, openForTests } from '../testing/open.ts';

const { sandbox, call, codeFor, basic, postForm, postJson } = openForTests();
const tokenPath = '/api.notion.com/v1/oauth/token';
const version = { 'notion-version': '2025-09-03' };
const internal = bearer('ntn_sandbox1', version);

const token = (body: object) => postJson(tokenPath, body, { authorization: basic('notion') });
const exchange = async (account = '1') =>
  token({
    grant_type: 'authorization_code',
    code: await codeFor('notion', { owner: 'user' }, account),
    redirect_uri: callbackOf('notion'),
  });
const api = (path: string, init: RequestInit & { json?: unknown } = {}) => {
  const { json, ...rest } = init;
  const body = json === undefined ? {} : { body: JSON.stringify(json) };
  return call(`/api.notion.com/v1${path}`, { ...internal, ...rest, ...body });
};

describe('tokens', () => {
  test('need a JSON body and HTTP Basic', async () => {
    const form = await postForm(
      tokenPath,
      { grant_type: 'authorization_code' },
      { authorization: basic('notion') },
    );
    expect([form.status, form.body.error]).toEqual([400, 'invalid_request']);
    const bare = await postJson(tokenPath, { grant_type: 'authorization_code', code: 'x' });
    expect([bare.status, bare.body.error]).toEqual([401, 'invalid_client']);
  });

  test('have no life, name the workspace, and each connection has a bot of its own', async () => {
    const first = (await exchange()).body;
    const second = (await exchange()).body;
    expect(first).not.toHaveProperty('expires_in');
    expect(first).toMatchObject({
      token_type: 'bearer',
      owner: { type: 'user' },
      workspace_icon: null,
    });
    expect(second.workspace_id).toBe(first.workspace_id);
    expect(second.bot_id).not.toBe(first.bot_id);
    const me = await call('/api.notion.com/v1/users/me', bearer(first.access_token, version));
    expect(me.body).toMatchObject({
      object: 'user',
      id: first.bot_id,
      bot: { workspace_id: first.workspace_id, workspace_name: first.workspace_name },
    });
  });

  test('rotate: the refresh token before is dead, and so is the access token', async () => {
    const first = (await exchange()).body;
    const refresh = (refresh_token: unknown) =>
      token({ grant_type: 'refresh_token', refresh_token });
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const again = await refresh(first.refresh_token);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    const old = await call('/api.notion.com/v1/users/me', bearer(first.access_token, version));
    expect([old.status, old.body.code]).toEqual([401, 'unauthorized']);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  test('the redirect address is demanded if it was sent before, and refused otherwise', async () => {
    const code = await codeFor('notion', { owner: 'user' });
    expect((await token({ grant_type: 'authorization_code', code })).status).toBe(400);
    const only = 'https://one.example/callback';
    sandbox().putApp('notion-with-one-address', {
      vendor: 'notion',
      clientSecret: 's',
      redirectUris: [only],
    });
    const authorization = `Basic ${Buffer.from('notion-with-one-address:s').toString('base64')}`;
    const consent = async () => {
      const form = {
        client_id: 'notion-with-one-address',
        response_type: 'code',
        owner: 'user',
        sandbox_account: '1',
        sandbox_decision: 'allow',
      };
      const reply = await call('/api.notion.com/v1/oauth/authorize', {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return new URL(reply.headers.get('location') ?? '').searchParams.get('code');
    };
    const ask = (body: object) =>
      postJson(tokenPath, { grant_type: 'authorization_code', ...body }, { authorization });
    expect((await ask({ code: await consent(), redirect_uri: only })).status).toBe(400);
    expect((await ask({ code: await consent() })).status).toBe(200);
  });

  test('can be introspected and revoked by their client', async () => {
    const { body } = await exchange();
    const about = (verb: string) =>
      postJson(
        `/api.notion.com/v1/oauth/${verb}`,
        { token: body.access_token },
        {
          authorization: basic('notion'),
        },
      );
    expect((await about('introspect')).body.active).toBe(true);
    expect((await about('revoke')).status).toBe(200);
    expect((await about('introspect')).body.active).toBe(false);
    expect(
      (await call('/api.notion.com/v1/users/me', bearer(body.access_token, version))).status,
    ).toBe(401);
  });
});

describe('the API', () => {
  test('demands a version that exists', async () => {
    const none = await call('/api.notion.com/v1/users/me', bearer('ntn_sandbox1'));
    expect([none.status, none.body.object]).toEqual([400, 'error']);
    const odd = await call(
      '/api.notion.com/v1/users/me',
      bearer('ntn_sandbox1', { 'notion-version': '2020-01-01' }),
    );
    expect([odd.status, odd.body.code]).toEqual([400, 'validation_error']);
  });

  test('searches in pages of the size asked for', async () => {
    const ids: string[] = [];
    let start_cursor: unknown;
    do {
      const { body } = await api('/search', {
        method: 'POST',
        json: { page_size: 5, start_cursor },
      });
      ids.push(...(body.results as { id: string }[]).map(({ id }) => id));
      start_cursor = body.next_cursor ?? undefined;
      expect(body.has_more).toBe(start_cursor !== undefined);
    } while (start_cursor !== undefined);
    expect([ids.length, new Set(ids).size]).toEqual([17, 17]);
    const filter = { property: 'object', value: 'data_source' };
    const found = (await api('/search', { method: 'POST', json: { filter } })).body;
    expect(found.results).toHaveLength(1);
  });

  test('makes, reads and changes pages and their blocks', async () => {
    const { body: found } = await api('/search', { method: 'POST', json: { query: 'runbook' } });
    const [parent] = found.results as { id: string }[];
    const properties = { title: { title: [{ text: { content: 'New' } }] } };
    const made = await api('/pages', {
      method: 'POST',
      json: { parent: { page_id: parent?.id }, properties },
    });
    const id = String(made.body.id);
    expect((await api(`/pages/${id.replaceAll('-', '')}`)).body.id).toBe(id);
    const changed = await api(`/pages/${id}`, { method: 'PATCH', json: { archived: true } });
    expect(changed.body.archived).toBe(true);
    const children = [{ object: 'block', type: 'paragraph', paragraph: { rich_text: [] } }];
    await api(`/blocks/${id}/children`, { method: 'PATCH', json: { children } });
    expect((await api(`/blocks/${id}/children`)).body.results).toHaveLength(1);
    const unknown = await api('/pages/00000000-0000-4000-8000-000000000000');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'object_not_found']);
  });

  test('queries data sources now and databases before 2025-09-03', async () => {
    const filter = { property: 'object', value: 'data_source' };
    const { body } = await api('/search', { method: 'POST', json: { filter } });
    const [source] = body.results as { id: string; parent: { database_id: string } }[];
    const rows = await api(`/data_sources/${source?.id}/query`, { method: 'POST', json: {} });
    expect(rows.body.results).toHaveLength(8);
    const old = bearer('ntn_sandbox1', { 'notion-version': '2022-06-28' });
    const path = `/databases/${source?.parent.database_id}/query`;
    expect((await api(path, { method: 'POST', json: {} })).status).toBe(400);
    expect((await api(path, { method: 'POST', json: {}, ...old })).body.results).toHaveLength(8);
  });

  test('answers 429 after the budget of a minute, with whole seconds to wait', async () => {
    const one = bearer('ntn_sandbox44', version);
    for (let count = 0; count < 180; count += 1) await call('/api.notion.com/v1/users/me', one);
    const { status, headers, body } = await call('/api.notion.com/v1/users/me', one);
    expect([status, body.code, body.additional_data]).toEqual([
      429,
      'rate_limited',
      { rate_limit_reason: 'connection' },
    ]);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    sandbox().advanceClock(61);
    expect((await call('/api.notion.com/v1/users/me', one)).status).toBe(200);
  });
});
