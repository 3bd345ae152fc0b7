import { describe, expect, test } from 'vitest';
import { agents, bearer, callbackOf, openForTests } from '../testing/open.ts';

const { sandbox, call, codeFor, basic, inBody, postForm } = openForTests();
const tokenPath = '/www.reddit.com/api/v1/access_token';
const agent = { 'user-agent': agents.reddit };
const all = { scope: 'identity read submit privatemessages', duration: 'permanent' };

const token = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  postForm(tokenPath, form, { ...agent, authorization: basic('reddit'), ...headers });

const exchange = async (parameters: Record<string, string> = all, account = '1') =>
  token({
    grant_type: 'authorization_code',
    code: await codeFor('reddit', parameters, account),
    redirect_uri: callbackOf('reddit'),
  });

const signedIn = async (parameters = all) => {
  const { body } = await exchange(parameters);
  return (path: string, init: RequestInit = {}) =>
    call(`/oauth.reddit.com${path}`, { ...init, ...bearer(body.access_token, agent) });
};

describe('tokens', () => {
  test('come with a refresh token only for a permanent duration', async () => {
    const permanent = await exchange();
    expect(permanent.body).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      scope: all.scope,
      refresh_token: expect.any(String),
    });
    expect((await exchange({ scope: 'identity' })).body).not.toHaveProperty('refresh_token');
  });

  test('a bad or used code is HTTP 200 with an error inside', async () => {
    const code = await codeFor('reddit', all);
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackOf('reddit') };
    const wrongAddress = await token({ ...form, redirect_uri: `${callbackOf('reddit')}x` });
    expect([wrongAddress.status, wrongAddress.body]).toEqual([200, { error: 'invalid_grant' }]);
    expect((await token(form)).body).toHaveProperty('access_token');
    const again = await token(form);
    expect([again.status, again.body]).toEqual([200, { error: 'invalid_grant' }]);
  });

  test('only HTTP Basic authenticates the client', async () => {
    const form = {
      grant_type: 'authorization_code',
      code: 'x',
      redirect_uri: callbackOf('reddit'),
    };
    const body = await postForm(tokenPath, { ...form, ...inBody('reddit') }, agent);
    expect([body.status, body.body.error]).toEqual([401, 401]);
    expect((await token(form, { authorization: basic('reddit', 'wrong') })).status).toBe(401);
  });

  test('the refresh token stays the same, and a wrong one is 400', async () => {
    const first = (await exchange()).body;
    const form = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    const second = (await token(form)).body;
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.refresh_token).toBe(first.refresh_token);
    const wrong = await token({ ...form, refresh_token: 'nothing' });
    expect([wrong.status, wrong.body]).toEqual([400, { error: 'invalid_grant' }]);
  });

  test('revoking answers 204 for unknown tokens too, and ends the grant', async () => {
    const { body } = await exchange();
    const revoke = (text: unknown) =>
      postForm(
        '/www.reddit.com/api/v1/revoke_token',
        { token: String(text) },
        {
          ...agent,
          authorization: basic('reddit'),
        },
      );
    expect((await revoke('unknown')).status).toBe(204);
    expect((await revoke(body.refresh_token)).status).toBe(204);
    expect(
      (await call('/oauth.reddit.com/api/v1/me', bearer(body.access_token, agent))).status,
    ).toBe(401);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
    expect((await token(refresh)).status).toBe(400);
  });
});

test('default agents are throttled', async () => {
  for (const name of ['node', 'undici', 'curl/8.5.0', 'python-requests/2.31'])
    expect((await token({}, { 'user-agent': name })).status).toBe(429);
});

describe('the API', () => {
  test('says who is there and counts the requests of the client', async () => {
    const api = await signedIn();
    const { body, headers } = await api('/api/v1/me');
    expect(body).toMatchObject({ name: 'acme_support', is_suspended: false });
    expect(body.id).toMatch(/^[0-9a-z]+$/);
    const used = Number(headers.get('x-ratelimit-used'));
    const next = (await api('/api/v1/me')).headers;
    expect(Number(next.get('x-ratelimit-used'))).toBe(used + 1);
    expect(next.get('x-ratelimit-remaining')).toMatch(/^\d+\.0$/);
  });

  test('refuses without a scope or a token', async () => {
    const api = await signedIn({ scope: 'identity', duration: 'permanent' });
    const refused = await api('/r/msp/new');
    expect([refused.status, refused.body]).toEqual([403, { message: 'Forbidden', error: 403 }]);
    expect((await call('/oauth.reddit.com/api/v1/me', { headers: agent })).status).toBe(401);
  });

  test('pages listings by the name of the last post', async () => {
    const api = await signedIn();
    type Listing = { data: { after: string | null; children: { data: { name: string } }[] } };
    const names: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const body = (await api(`/r/msp/new?limit=25&after=${after}`)).body as unknown as Listing;
      names.push(...body.data.children.map(({ data }) => data.name));
      after = body.data.after;
    }
    expect([names.length, new Set(names).size]).toEqual([60, 60]);
    expect((await api('/r/nowhere/new')).status).toBe(404);
  });

  test('escapes HTML unless raw_json is asked for', async () => {
    const api = await signedIn();
    expect(JSON.stringify((await api('/r/msp/new')).body)).toContain('&amp;');
    expect(JSON.stringify((await api('/r/msp/new?raw_json=1')).body)).not.toContain('&amp;');
  });

  test('answers mistakes in a post with HTTP 200', async () => {
    const api = await signedIn();
    const submit = (form: Record<string, string>) =>
      api('/api/submit', {
        method: 'POST',
        body: new URLSearchParams({ api_type: 'json', ...form }),
      });
    const wrong = await submit({ sr: 'nowhere', kind: 'self', title: 'x' });
    expect([wrong.status, wrong.body]).toEqual([
      200,
      { json: { errors: [['SUBREDDIT_NOEXIST', expect.any(String), 'sr']] } },
    ]);
    const good = await submit({ sr: 'msp', kind: 'self', title: 'Hello', text: 'there' });
    const { json } = good.body as { json: { errors: []; data: { name: string } } };
    const comment = await api('/api/comment', {
      method: 'POST',
      body: new URLSearchParams({ api_type: 'json', thing_id: json.data.name, text: 'hi' }),
    });
    expect(json.errors).toEqual([]);
    expect(comment.body).toMatchObject({
      json: { errors: [], data: { things: [{ kind: 't1' }] } },
    });
  });

  test('answers 429 with the end of the window', async () => {
    const api = await signedIn();
    sandbox().setFault('reddit', { fault: '429', retryAfterSeconds: 7 });
    const { status, headers, body } = await api('/api/v1/me');
    expect([status, headers.get('x-ratelimit-reset'), body.error]).toEqual([429, '7', 429]);
  });
});
