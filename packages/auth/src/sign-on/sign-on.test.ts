import * as oauth from 'oauth4webapi';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ada, browser, cookieOf, freshAuth, origin, refusal } from '../testing/fresh-auth.ts';
import { callback, cookies, membership, openClient, registerTool } from '../testing/tool.ts';

const secret = 'pbs_a-secret-of-the-wiki-0123456789';

type Asking = { scope?: string; redirectUri?: string; pkce?: boolean; prompt?: string };

/** A Patchbay with a tool, its OpenID client, and Ada, who belongs to its organization. */
async function setUp(kind: { secret: string | null; requirePkce?: boolean } = { secret }) {
  const members = membership();
  const fresh = await freshAuth({ signOn: members.policy });
  const tool = await registerTool(fresh, kind);
  const opened = await openClient(fresh, tool.clientId);
  const { setCookie, user } = await fresh.auth.signUp(ada, browser);
  members.join(user.id, tool.organizationId, { irc_nick: 'ada', xmpp_jid: 'ada@chat.example' });
  const cookie = cookies(setCookie);
  const verifier = oauth.generateRandomCodeVerifier();
  const nonce = oauth.generateRandomNonce();
  const state = oauth.generateRandomState();

  async function authorize(asking: Asking = {}, as = cookie): Promise<URL> {
    const { scope = 'openid profile email irc', redirectUri = callback, pkce = true } = asking;
    const url = new URL(opened.server.authorization_endpoint ?? '');
    const params: Record<string, string> = {
      client_id: tool.clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope,
      state,
      nonce,
      ...(asking.prompt && { prompt: asking.prompt }),
    };
    if (pkce) {
      params.code_challenge = await oauth.calculatePKCECodeChallenge(verifier);
      params.code_challenge_method = 'S256';
    }
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
    const answer = await fresh.auth.signOn.handler(
      new Request(url, { headers: as ? { cookie: as } : {} }),
    );
    expect(answer.status).toBe(302);
    return new URL(answer.headers.get('location') ?? '', origin);
  }

  /** Says yes on the consent page, or no. */
  async function consent(page: URL, accept = true): Promise<URL> {
    const caller = { headers: new Headers({ cookie }) };
    const session = await fresh.auth.sessionOf(caller.headers);
    if (session === null) throw new Error('nobody is signed in');
    const answer = { query: page.search, accept };
    return new URL((await fresh.auth.signOn.answerConsent(session, answer, caller)).url);
  }

  const exchange = (
    back: URL,
    authentication = kind.secret === null ? oauth.None() : oauth.ClientSecretBasic(kind.secret),
  ) => {
    const { server, client, options } = opened;
    const params = oauth.validateAuthResponse(server, client, back, state);
    return oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      params,
      callback,
      verifier,
      options,
    );
  };

  async function tokens(back: URL, authentication?: oauth.ClientAuth) {
    const { server, client, options } = opened;
    const response = await exchange(back, authentication);
    const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(server, response, options);
    const claims = oauth.getValidatedIdTokenClaims(result);
    if (claims === undefined) throw new Error('there is no ID token');
    return { accessToken: result.access_token, claims, result };
  }

  async function userInfo(accessToken: string, subject: string) {
    const { server, client, options } = opened;
    const response = await oauth.userInfoRequest(server, client, accessToken, options);
    return oauth.processUserInfoResponse(server, client, subject, response);
  }

  return { fresh, tool, opened, user, members, authorize, consent, exchange, tokens, userInfo };
}

const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;

describe('signing in to a tool', () => {
  test('goes from discovery to the nick in the user info, with a signed ID token', async () => {
    const { opened, user, authorize, consent, tokens, userInfo } = await setUp();
    expect(opened.server).toMatchObject({
      issuer: origin,
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    });
    const page = await authorize();
    expect(page.pathname).toBe('/sso/consent');
    const back = await consent(page);
    expect(`${back.origin}${back.pathname}`).toBe(callback);
    const { accessToken, claims } = await tokens(back);
    expect(claims).toMatchObject({ iss: origin, sub: user.id, irc_nick: 'ada' });
    expect(await userInfo(accessToken, user.id)).toMatchObject({
      sub: user.id,
      name: 'Ada',
      email: ada.email,
      irc_nick: 'ada',
    });
    expect(claims).not.toHaveProperty('xmpp_jid');
  });

  test('tells only what was asked for', async () => {
    const { user, authorize, consent, tokens, userInfo } = await setUp();
    const { accessToken } = await tokens(await consent(await authorize({ scope: 'openid xmpp' })));
    expect(await userInfo(accessToken, user.id)).toEqual({
      sub: user.id,
      xmpp_jid: 'ada@chat.example',
    });
  });

  test('asks for consent once, and again for more', async () => {
    const { authorize, consent } = await setUp();
    await consent(await authorize({ scope: 'openid' }));
    expect((await authorize({ scope: 'openid' })).origin).toBe('https://wiki.example.org');
    expect((await authorize({ scope: 'openid email' })).pathname).toBe('/sso/consent');
  });

  test('tells the tool when the person does not want to', async () => {
    const { authorize, consent } = await setUp();
    const back = await consent(await authorize(), false);
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('code')).toBeNull();
  });

  test('sends whoever is not signed in to sign in, and with prompt=none back', async () => {
    const { authorize } = await setUp();
    expect((await authorize({}, '')).pathname).toBe('/sso/sign-in');
    expect((await authorize({ prompt: 'login' })).pathname).toBe('/sso/sign-in');
    const back = await authorize({ prompt: 'none' }, '');
    expect(back.searchParams.get('error')).toBe('login_required');
  });

  test('works for an app without a secret, by PKCE alone', async () => {
    const { user, authorize, consent, tokens } = await setUp({ secret: null });
    const { claims } = await tokens(await consent(await authorize()));
    expect(claims.sub).toBe(user.id);
  });

  test('takes the secret in the form as well as in the header', async () => {
    const { user, authorize, consent, tokens } = await setUp();
    const back = await consent(await authorize());
    const { claims } = await tokens(back, oauth.ClientSecretPost(secret));
    expect(claims.sub).toBe(user.id);
  });

  test('ends with the session', async () => {
    const { fresh, user, authorize, consent, tokens, userInfo } = await setUp();
    const { accessToken } = await tokens(await consent(await authorize()));
    await fresh.query('delete from auth.session');
    await expect(userInfo(accessToken, user.id)).rejects.toThrow();
  });
});

describe('a tool is refused', () => {
  test('a redirect that is not one of its own to the letter', async () => {
    const { authorize } = await setUp();
    const others = [
      `${callback}/`,
      `${callback}?next=1`,
      'https://wiki.example.org/',
      'https://evil.example/callback',
    ];
    for (const redirectUri of others) {
      const page = await authorize({ redirectUri });
      expect([page.origin, page.pathname]).toEqual([origin, '/sso/refused']);
      expect(page.searchParams.get('reason')).toBe('redirect');
    }
  });

  test('a loopback address with another port', async () => {
    const members = membership();
    const fresh = await freshAuth({ signOn: members.policy });
    const redirectUris = ['http://127.0.0.1:8400/callback'];
    const { clientId } = await registerTool(fresh, { secret: null, redirectUris });
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: 'http://127.0.0.1:9999/callback',
      response_type: 'code',
    });
    const url = `${origin}/api/auth/oauth2/authorize?${query}`;
    const answer = await fresh.auth.signOn.handler(new Request(url));
    expect(answer.headers.get('location')).toContain('/sso/refused?reason=redirect');
  });

  test('with a wrong secret', async () => {
    const { authorize, consent, exchange } = await setUp();
    const back = await consent(await authorize());
    const response = await exchange(back, oauth.ClientSecretBasic('pbs_wrong'));
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_client']);
  });

  test('without the secret that it has', async () => {
    const { authorize, consent, exchange } = await setUp();
    const response = await exchange(await consent(await authorize()), oauth.None());
    expect([response.status, await errorOf(response)]).toEqual([400, 'invalid_client']);
  });

  test('a code that was used already', async () => {
    const { authorize, consent, exchange } = await setUp();
    const back = await consent(await authorize());
    expect((await exchange(back)).status).toBe(200);
    const again = await exchange(back);
    expect(again.status).toBeGreaterThanOrEqual(400);
    expect(await errorOf(again)).toMatch(/invalid_grant|invalid_verification/);
  });

  test('without PKCE when it is public, or has to have it', async () => {
    for (const kind of [{ secret: null, requirePkce: false }, { secret }]) {
      const { authorize } = await setUp(kind);
      const back = await authorize({ pkce: false });
      expect(back.searchParams.get('error')).toBe('invalid_request');
      expect(back.searchParams.get('code')).toBeNull();
    }
  });

  test('another verifier than the one it began with', async () => {
    const { opened, authorize, consent } = await setUp();
    const back = await consent(await authorize());
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: callback,
      code_verifier: oauth.generateRandomCodeVerifier(),
    });
    const response = await opened.options[oauth.customFetch](opened.server.token_endpoint ?? '', {
      method: 'POST',
      body: form,
      headers: { authorization: `Basic ${btoa(`${opened.client.client_id}:${secret}`)}` },
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  test('what only a consent with its own signature allows', async () => {
    const { fresh, authorize, consent } = await setUp();
    const page = await authorize({ scope: 'openid' });
    page.searchParams.set('scope', 'openid email');
    expect(await refusal(consent(page))).toMatchObject({ code: 'conflict' });
    expect(await fresh.query('select 1 from auth."oauthConsent"')).toEqual([]);
  });

  test('every endpoint that registers or changes tools', async () => {
    const { fresh } = await setUp();
    for (const path of ['register', 'create-client', 'introspect', 'get-consents', 'continue']) {
      const url = `${origin}/api/auth/oauth2/${path}`;
      const asked = { method: 'POST', headers: { origin }, body: '{}' };
      expect([path, (await fresh.auth.handler(new Request(url, asked))).status]).toEqual([
        path,
        404,
      ]);
      expect((await fresh.auth.signOn.handler(new Request(url, asked))).status).toBe(404);
    }
  });
});

describe('a person who is not in the tool’s organization', () => {
  test('gets no further than a page that says so', async () => {
    const { members, user, tool, authorize } = await setUp();
    members.leave(user.id, tool.organizationId);
    const page = await authorize();
    expect(page.pathname).toBe('/sso/refused');
    expect(page.searchParams.get('reason')).toBe('membership');
  });

  test('cannot consent on a page that was open', async () => {
    const { members, user, tool, authorize, consent } = await setUp();
    const page = await authorize();
    members.leave(user.id, tool.organizationId);
    expect(await refusal(consent(page))).toMatchObject({ code: 'forbidden' });
  });

  test('is told of by no code and no token that were made before', async () => {
    const { members, user, tool, authorize, consent, exchange, tokens, userInfo } = await setUp();
    const { accessToken } = await tokens(await consent(await authorize()));
    const code = await authorize();
    members.leave(user.id, tool.organizationId);
    const response = await exchange(code);
    expect([response.status, await errorOf(response)]).toEqual([403, 'access_denied']);
    await expect(userInfo(accessToken, user.id)).rejects.toThrow();
  });
});

test('keys that another secret of Patchbay encrypted are passed over', async () => {
  const { fresh, opened, authorize, consent, exchange } = await setUp();
  const kidOf = async (response: Response) => {
    const { id_token } = z.object({ id_token: z.string() }).parse(await response.json());
    return JSON.parse(Buffer.from(id_token.split('.')[0] ?? '', 'base64url').toString()).kid;
  };
  const first = await kidOf(await exchange(await consent(await authorize())));
  await fresh.query(`update auth.jwks set "privateKey" = '"00ff"'`);
  const second = await kidOf(await exchange(await authorize()));
  expect(second).not.toBe(first);
  const answer = await opened.options[oauth.customFetch](opened.server.jwks_uri ?? '', {});
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(await answer.json()).toMatchObject({ keys: [{ kid: second, alg: 'RS256' }] });
});

test('neither secrets nor codes nor tokens are stored as they are', async () => {
  const { fresh, authorize, consent, tokens } = await setUp();
  const back = await consent(await authorize());
  const code = back.searchParams.get('code') ?? 'none';
  const held = async () =>
    JSON.stringify([
      await fresh.query('select * from auth.verification'),
      await fresh.query('select * from auth."oauthClient"'),
      await fresh.query('select * from auth."oauthAccessToken"'),
    ]);
  expect(await held()).not.toContain(code);
  const { accessToken } = await tokens(back);
  expect(await held()).not.toContain(accessToken);
  expect(await held()).not.toContain(secret);
});

test('a session that reads a tool’s page is still the dashboard’s own', async () => {
  const { fresh } = await setUp();
  const { setCookie } = await fresh.auth.signIn(ada, browser);
  expect((await fresh.auth.sessionOf(cookieOf(setCookie)))?.user.email).toBe(ada.email);
});
