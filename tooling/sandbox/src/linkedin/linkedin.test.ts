import { createPublicKey, createVerify, type JsonWebKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bearer, callbackOf, openForTests } from '../testing/open.ts';

const { sandbox, call, codeFor, basic, inBody, postForm } = openForTests();
const tokenPath = '/www.linkedin.com/oauth/v2/accessToken';
const all = { scope: 'openid profile email w_member_social' };
const versioned = { 'linkedin-version': '202610', 'x-restli-protocol-version': '2.0.0' };

const exchange = async (parameters = all) =>
  postForm(tokenPath, {
    ...inBody('linkedin'),
    grant_type: 'authorization_code',
    code: await codeFor('linkedin', parameters),
    redirect_uri: callbackOf('linkedin'),
  });

describe('tokens', () => {
  test('live 60 days, name their scopes with commas, and come without a refresh token', async () => {
    const { body } = await exchange();
    expect(body).toMatchObject({
      expires_in: 5_184_000,
      scope: 'openid,profile,email,w_member_social',
    });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('need the client in the body: Basic is not honoured', async () => {
    const code = await codeFor('linkedin', all);
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackOf('linkedin') };
    const refused = await postForm(tokenPath, form, { authorization: basic('linkedin') });
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_request']);
    const wrong = await postForm(tokenPath, { ...form, ...inBody('linkedin'), client_secret: 'x' });
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    expect((await postForm(tokenPath, { ...form, ...inBody('linkedin') })).status).toBe(200);
  });

  test('carry a signed ID token for openid', async () => {
    const { body } = await exchange();
    const [head = '', claims = '', signature = ''] = String(body.id_token).split('.');
    const jwks = (await call('/www.linkedin.com/oauth/openid/jwks')).body as {
      keys: JsonWebKey[];
    };
    const key = createPublicKey({ key: jwks.keys[0] ?? {}, format: 'jwk' });
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
    expect(verify.verify(key, signature, 'base64url')).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      iss: 'https://www.linkedin.com/oauth',
      aud: inBody('linkedin').client_id,
    });
  });

  test('of an approved app refresh for 365 days from the first consent, and no longer', async () => {
    sandbox().putApp(inBody('linkedin').client_id, { refreshTokens: true });
    const first = (await exchange()).body;
    const refresh = () =>
      postForm(tokenPath, {
        ...inBody('linkedin'),
        grant_type: 'refresh_token',
        refresh_token: String(first.refresh_token),
      });
    expect(first.refresh_token_expires_in).toBe(31_536_000);
    sandbox().advanceClock(100 * 86_400);
    const second = (await refresh()).body;
    expect(second.refresh_token).toBe(first.refresh_token);
    expect(second.refresh_token_expires_in).toBeLessThanOrEqual(265 * 86_400);
    sandbox().advanceClock(266 * 86_400);
    expect((await refresh()).body.error).toBe('invalid_grant');
    sandbox().putApp(inBody('linkedin').client_id, { refreshTokens: false });
  });

  test('can be introspected', async () => {
    const { body } = await exchange();
    const about = (token: unknown) =>
      postForm('/www.linkedin.com/oauth/v2/introspectToken', {
        ...inBody('linkedin'),
        token: String(token),
      });
    expect((await about(body.access_token)).body).toMatchObject({ active: true, auth_type: '3L' });
    expect((await about('nothing')).body).toEqual({ active: false });
  });
});

describe('the API', () => {
  const signedIn = async (parameters = all) =>
    String((await exchange(parameters)).body.access_token);
  const post = (token: string, body: object, headers: Record<string, string> = versioned) =>
    call('/api.linkedin.com/rest/posts', {
      method: 'POST',
      body: JSON.stringify(body),
      ...bearer(token, headers),
    });
  const content = {
    commentary: 'Hello',
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED' },
    lifecycleState: 'PUBLISHED',
  };

  test('userinfo shows what the scopes allow', async () => {
    const whole = await call('/api.linkedin.com/v2/userinfo', bearer(await signedIn()));
    expect(whole.body).toMatchObject({ sub: expect.any(String), email_verified: true });
    const token = await signedIn({ scope: 'openid profile' });
    expect((await call('/api.linkedin.com/v2/userinfo', bearer(token))).body).not.toHaveProperty(
      'email',
    );
  });

  test('publishes as the member and gives the id in a header', async () => {
    const token = await signedIn();
    const { body } = await call('/api.linkedin.com/v2/userinfo', bearer(token));
    const author = `urn:li:person:${body.sub}`;
    const made = await post(token, { ...content, author });
    const urn = made.headers.get('x-restli-id') ?? '';
    expect([made.status, urn]).toEqual([201, expect.stringMatching(/^urn:li:share:\d+$/)]);
    const remove = () =>
      call(`/api.linkedin.com/rest/posts/${encodeURIComponent(urn)}`, {
        method: 'DELETE',
        ...bearer(token, versioned),
      });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await post(token, { ...content, author: 'urn:li:person:other' })).status).toBe(403);
    expect((await post(token, { ...content, author, commentary: undefined })).status).toBe(422);
  });

  test('demands a version that is not sunset, and the protocol version', async () => {
    const token = await signedIn();
    const status = async (headers: Record<string, string>) =>
      (await post(token, {}, headers)).status;
    expect(await status({})).toBe(400);
    expect(await status({ ...versioned, 'linkedin-version': '202301' })).toBe(426);
    expect(await status({ 'linkedin-version': '202610' })).toBe(400);
  });

  test('keeps closed what needs a partner', async () => {
    const token = await signedIn();
    const path = '/api.linkedin.com/rest/organizationAcls?q=roleAssignee';
    const { status, body } = await call(path, bearer(token, versioned));
    expect([status, body.serviceErrorCode, body.status]).toEqual([403, 100, 403]);
    expect(
      (await call('/api.linkedin.com/rest/posts?q=author', bearer(token, versioned))).status,
    ).toBe(403);
  });

  test('answers 429 without a time to wait', async () => {
    const token = await signedIn();
    sandbox().setFault('linkedin', { fault: '429' });
    const { status, headers } = await call('/api.linkedin.com/v2/userinfo', bearer(token));
    expect([status, headers.get('retry-after')]).toEqual([429, null]);
  });
});
