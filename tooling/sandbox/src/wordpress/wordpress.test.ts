import { describe, expect, test } from 'vitest';
import { openForTests } from '../testing/open.ts';
import { demoApplicationPassword, wordpressHost, wordpressPassword } from './data.ts';

const { sandbox, send, call } = openForTests();

const basic = (password = demoApplicationPassword, login = 'admin') => ({
  authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
});
const admin = { headers: { ...basic(), 'content-type': 'application/json' } };
const api = (path: string, init: RequestInit = admin) =>
  call(`/${wordpressHost}/wp-json${path}`, init);
const write = (path: string, json: unknown, method = 'POST') =>
  api(path, { ...admin, method, body: JSON.stringify(json) });

test('the site names its API in a Link header, and the index names the consent page', async () => {
  const home = await send(`/${wordpressHost}/`);
  expect(home.headers.get('link')).toBe(
    `<https://${wordpressHost}/wp-json/>; rel="https://api.w.org/"`,
  );
  const { body } = await api('/', {});
  expect(body).toMatchObject({
    url: `https://${wordpressHost}`,
    authentication: {
      'application-passwords': {
        endpoints: { authorization: `https://${wordpressHost}/wp-admin/authorize-application.php` },
      },
    },
  });
});

test('both address forms answer alike', async () => {
  const pretty = await api('/wp/v2/users/me?context=edit');
  const plain = await call(`/${wordpressHost}/?rest_route=/wp/v2/users/me&context=edit`, admin);
  expect(plain.body).toEqual(pretty.body);
  expect(pretty.body).toMatchObject({
    username: 'admin',
    roles: ['administrator'],
    capabilities: { administrator: true },
  });
});

describe('signing in', () => {
  const me = async (headers: Record<string, string>) => {
    const { status, body } = await api('/wp/v2/users/me?context=edit', { headers });
    return [status, body.code];
  };

  test('takes an application password with and without its spaces', async () => {
    expect(await me(basic())).toEqual([200, undefined]);
    expect(await me(basic(demoApplicationPassword.replaceAll(' ', '')))).toEqual([200, undefined]);
  });

  test('refuses the normal password, and nobody', async () => {
    expect(await me(basic(wordpressPassword))).toEqual([401, 'rest_not_logged_in']);
    expect(await me({})).toEqual([401, 'rest_not_logged_in']);
    expect(await me(basic(demoApplicationPassword, 'editor'))).toEqual([401, 'rest_not_logged_in']);
  });
});

describe('the consent page', () => {
  const path = `/${wordpressHost}/wp-admin/authorize-application.php`;
  const asked = {
    app_name: 'Patchbay',
    app_id: '5a4db0c5-0000-4000-8000-0000000000aa',
    success_url: 'http://localhost:3000/api/integrations/wordpress/callback?state=abc',
    reject_url: 'http://localhost:3000/rejected',
  };
  const decide = async (form: Record<string, string>) => {
    const reply = await send(path, {
      method: 'POST',
      body: new URLSearchParams({ ...asked, ...form }),
    });
    return { status: reply.status, url: new URL(reply.headers.get('location') ?? 'http://none') };
  };

  test('hands out a password that opens the API until it is taken back', async () => {
    const page = await (await send(`${path}?${new URLSearchParams(asked)}`)).text();
    expect(page).toContain('allow Patchbay?');
    const { status, url } = await decide({ sandbox_account: 'editor', sandbox_decision: 'allow' });
    expect(status).toBe(303);
    const { state, site_url, user_login, password = '' } = Object.fromEntries(url.searchParams);
    expect({ state, site_url, user_login }).toEqual({
      state: 'abc',
      site_url: `https://${wordpressHost}`,
      user_login: 'editor',
    });
    expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
    const own = { headers: basic(password, 'editor') };
    const introspect = await api('/wp/v2/users/me/application-passwords/introspect', own);
    expect(introspect.body).toMatchObject({ name: 'Patchbay', app_id: asked.app_id });
    const revoke = await api(`/wp/v2/users/me/application-passwords/${introspect.body.uuid}`, {
      ...own,
      method: 'DELETE',
    });
    expect(revoke.body).toMatchObject({ deleted: true });
    expect((await api('/wp/v2/users/me', own)).status).toBe(401);
  });

  test('leads to the reject address, or says so at the success address', async () => {
    expect((await decide({ sandbox_decision: 'deny' })).url.href).toBe(asked.reject_url);
    const { url } = await decide({ sandbox_decision: 'deny', reject_url: '' });
    expect(url.searchParams.get('success')).toBe('false');
    expect(
      (await decide({ success_url: 'javascript:alert(1)', sandbox_decision: 'allow' })).status,
    ).toBe(400);
    expect((await decide({ app_name: '' })).status).toBe(400);
  });
});

describe('posts', () => {
  test('come in pages with totals, trimmed to fields, drafts for editors only', async () => {
    const { headers, body } = await api('/wp/v2/posts?per_page=5&_fields=id,title', {});
    expect([headers.get('x-wp-total'), headers.get('x-wp-totalpages')]).toEqual(['22', '5']);
    expect(Object.keys((body as unknown as object[])[0] ?? {})).toEqual(['id', 'title']);
    expect((await api('/wp/v2/posts?status=draft', {})).status).toBe(400);
    expect((await api('/wp/v2/posts?status=draft')).body).toHaveLength(1);
  });

  test('are written, changed and deleted', async () => {
    const made = await write('/wp/v2/posts', { title: 'Hello', status: 'draft' });
    expect([made.status, made.body.title]).toEqual([201, { rendered: 'Hello' }]);
    const path = `/wp/v2/posts/${made.body.id}`;
    expect((await write(path, { status: 'publish' })).body.status).toBe('publish');
    expect((await api(`${path}?force=true`, { ...admin, method: 'DELETE' })).body.deleted).toBe(
      true,
    );
    expect((await api(path)).body.code).toBe('rest_post_invalid_id');
    expect((await api('/wp/v2/posts', { method: 'POST', body: '{}' })).status).toBe(401);
  });
});

describe('users', () => {
  const person = { username: 'dana', email: 'dana@one.example', password: 'x', roles: ['author'] };

  test('a name or an address that is taken is HTTP 500 with a code', async () => {
    const made = await write('/wp/v2/users', person);
    expect([made.status, made.body.roles]).toEqual([201, ['author']]);
    const sameName = await write('/wp/v2/users', { ...person, email: 'other@one.example' });
    expect([sameName.status, sameName.body.code, sameName.body.data]).toEqual([
      500,
      'existing_user_login',
      null,
    ]);
    const sameMail = await write('/wp/v2/users', { ...person, username: 'other' });
    expect([sameMail.status, sameMail.body.code]).toEqual([500, 'existing_user_email']);
    const badName = await write('/wp/v2/users', { ...person, username: 'no<name>' });
    expect(badName.body).toMatchObject({
      code: 'rest_invalid_param',
      data: { params: { username: expect.any(String) } },
    });
    const noRoles = await write(`/wp/v2/users/${made.body.id}`, { roles: [] });
    expect(noRoles.body.roles).toEqual(['author']);
  });

  test('deleting says where the posts go', async () => {
    const made = await write('/wp/v2/users', {
      ...person,
      username: 'gone',
      email: 'gone@one.example',
    });
    const remove = (query: string) =>
      api(`/wp/v2/users/${made.body.id}${query}`, { ...admin, method: 'DELETE' });
    expect((await remove('?force=true')).body.code).toBe('rest_missing_callback_param');
    expect((await remove('?force=true&reassign=false')).body.deleted).toBe(true);
    expect((await remove('?force=true&reassign=false')).body.code).toBe('rest_user_invalid_id');
  });
});

test('a host in front of the site answers 429 in HTML', async () => {
  sandbox().setFault('wordpress', { fault: '429', times: 1, retryAfterSeconds: 9 });
  const { status, headers } = await api('/wp/v2/posts', {});
  expect([status, headers.get('retry-after')]).toEqual([429, '9']);
  expect(headers.get('content-type')).toContain('text/html');
});
