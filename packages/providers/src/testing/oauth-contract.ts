import { redact } from '@patchbay/core';
import { describe, expect, test } from 'vitest';
import { createHttp } from '../http/create-http.ts';
import type { Provider } from '../kit/provider.ts';
import { parseSettings, redactionOf } from '../kit/settings.ts';
import { oauthOf } from '../oauth/app.ts';
import { authorizationUrl, serverOf } from '../oauth/authorize.ts';
import { isDead, isTransient, type OAuthError } from '../oauth/errors.ts';
import { revokeToken } from '../oauth/revoke.ts';
import { exchangeCode, refreshToken } from '../oauth/token.ts';
import { expectCall } from './operation-contract.ts';
import type { OAuthSamples, ProviderSamples, SampleReply } from './samples.ts';
import { type Answer, silence, standIn } from './stand-in.ts';

const state = 'state-of-the-test-0123';
const redirectUri = 'https://hub.example.org/oauth/callback';
const code = 'code-of-the-test';
const codeVerifier = 'verifier-of-the-test-that-is-long-enough-000';
const tokens = { accessToken: 'access-token-of-old', refreshToken: 'refresh-token-of-old' };
export const now = new Date('2026-01-01T00:00:00Z');

/** A provider that is connected by consent, on the wire and against answers of every kind. */
export function oauthContract(provider: Provider, { oauth }: ProviderSamples): void {
  describe('is connected by consent', () => {
    test('has samples of its OAuth', () => expect(oauth).toBeDefined());
    if (!oauth) return;
    authorizeContract(provider, oauth);
    exchangeContract(provider, oauth);
    refreshContract(provider, oauth);
    revokeContract(provider, oauth);
    hostileContract(provider, oauth);
  });
}

type Call = ReturnType<typeof callerOf>;
function callerOf(provider: Provider, oauth: OAuthSamples, answer: Answer) {
  const { fetch, calls } = standIn(answer);
  const timeoutMs = answer === silence ? 30 : 10_000;
  const http = createHttp({ clock: { now: () => now }, fetch, timeoutMs, maxBodyBytes: 100_000 });
  const context = { http, settings: parseSettings(provider, oauth.settings) };
  return {
    calls,
    exchange: (callback: Record<string, string> = { code, state }) =>
      exchangeCode(provider, {
        ...context,
        callback: new URLSearchParams(callback),
        state,
        redirectUri,
        codeVerifier,
        scopes: ['asked:scope'],
      }),
    refresh: () =>
      refreshToken(provider, { ...context, refreshToken: tokens.refreshToken, scopes: ['kept'] }),
    revoke: () => revokeToken(provider, { ...context, ...tokens }),
  };
}

const failure = async (run: () => Promise<unknown>): Promise<OAuthError> => {
  try {
    await run();
  } catch (error) {
    return error as OAuthError;
  }
  return expect.unreachable('should have failed');
};

function authorizeContract(provider: Provider, oauth: OAuthSamples): void {
  const settings = parseSettings(provider, oauth.settings);
  const options = { settings, redirectUri, state, codeChallenge: 'challenge' };

  test('sends a person to exactly one address', () => {
    expect(authorizationUrl(provider, options).href).toBe(oauth.authorizeUrl);
  });

  test('without a whole app there is no address to send anybody to', () => {
    const { id, secret } = oauthOf(provider).client(settings);
    for (const part of [id, secret]) {
      const rest = Object.fromEntries(Object.entries(settings).filter(([, held]) => held !== part));
      expect(() => authorizationUrl(provider, { ...options, settings: rest })).toThrow(
        expect.objectContaining({ kind: 'misconfigured' }),
      );
    }
  });

  test('a code challenge goes out exactly where the provider knows PKCE', () => {
    const url = authorizationUrl(provider, options);
    const isKnown = oauthOf(provider).pkce === 's256';
    expect(url.searchParams.get('code_challenge')).toBe(isKnown ? 'challenge' : null);
    if (!isKnown) return;
    const without = { ...options, codeChallenge: undefined };
    expect(() => authorizationUrl(provider, without)).toThrow(/challenge is missing/);
  });
}

function exchangeContract(provider: Provider, oauth: OAuthSamples): void {
  test('trades a code as the provider wants it', async () => {
    const call = callerOf(provider, oauth, () => oauth.granted);
    expect(await call.exchange()).toMatchObject(oauth.grant);
    expect(call.calls).toHaveLength(1);
    expectCall(call.calls[0], { method: 'POST', ...oauth.exchange });
  });

  test('what is kept beside the tokens holds none of them', async () => {
    const {
      accessToken,
      refreshToken: renewal,
      extra,
    } = await callerOf(provider, oauth, () => oauth.granted).exchange();
    for (const token of [accessToken, renewal ?? accessToken])
      expect(JSON.stringify(extra)).not.toContain(token);
  });

  test('a bad code and a wrong app are told apart', async () => {
    const bad = callerOf(provider, oauth, () => oauth.badCode);
    expect(await failure(() => bad.exchange())).toMatchObject({ kind: 'invalid_grant' });
    const wrong = callerOf(provider, oauth, () => oauth.badClient);
    expect(await failure(() => wrong.exchange())).toMatchObject({ kind: 'invalid_client' });
  });

  const issuer = serverOf(oauthOf(provider)).issuer;
  const callbacks: [string, Record<string, string>, string][] = [
    ['a refusal', { error: 'access_denied', state }, 'denied'],
    ['another state', { code, state: 'another' }, 'invalid_response'],
    ['no state', { code }, 'invalid_response'],
    ['another issuer (mix-up)', { code, state, iss: 'https://evil.example' }, 'invalid_response'],
    [
      'another issuer of a refusal',
      { error: 'access_denied', state, iss: `${issuer}x` },
      'invalid_response',
    ],
    ['no code', { state }, 'invalid_response'],
    ['a token in place of a code', { code, state, token: 'x' }, 'invalid_response'],
  ];
  test.each(callbacks)('a callback with %s sends nothing', async (_what, callback, kind) => {
    const call = callerOf(provider, oauth, () => oauth.granted);
    expect(await failure(() => call.exchange(callback))).toMatchObject({ kind });
    expect(call.calls).toEqual([]);
  });

  test('a callback that names this provider as its issuer is taken', async () => {
    const call = callerOf(provider, oauth, () => oauth.granted);
    expect(await call.exchange({ code, state, iss: issuer })).toMatchObject(oauth.grant);
  });
}

function refreshContract(provider: Provider, oauth: OAuthSamples): void {
  test('renews a grant as the provider wants it', async () => {
    const call = callerOf(provider, oauth, () => oauth.refreshed);
    const { accessToken, refreshToken: next } = await call.refresh();
    expect(accessToken).not.toBe(tokens.accessToken);
    expect(next !== tokens.refreshToken).toBe(oauthOf(provider).refresh === 'rotates');
    expect(call.calls).toHaveLength(1);
    expectCall(call.calls[0], { method: 'POST', ...oauth.refresh });
  });

  test('keeps the refresh token and the scopes that an answer does not mention', async () => {
    const body = Object.fromEntries(
      Object.entries(oauth.refreshed.body as object).filter(
        ([key]) => !['refresh_token', 'scope'].includes(key),
      ),
    );
    const call = callerOf(provider, oauth, () => ({ ...oauth.refreshed, body }));
    expect(await call.refresh()).toMatchObject({
      refreshToken: tokens.refreshToken,
      scope: ['kept'],
    });
  });

  test('knows a dead grant, and takes nothing else for one', async () => {
    const dead = callerOf(provider, oauth, () => oauth.dead);
    expect(isDead(await failure(() => dead.refresh()))).toBe(true);
    const others: SampleReply[] = [
      oauth.badClient,
      { status: 500, body: 'Internal Server Error' },
      { status: 502, body: '<html>bad gateway</html>' },
      { status: 429, body: {} },
      { status: 403, body: '<html>blocked</html>' },
    ];
    for (const reply of others) {
      const call = callerOf(provider, oauth, () => reply);
      expect(isDead(await failure(() => call.refresh()))).toBe(false);
    }
  });
}

function revokeContract(provider: Provider, oauth: OAuthSamples): void {
  test('ends the tokens at the provider, or says that it cannot', async () => {
    const call = callerOf(provider, oauth, () => oauth.revoked);
    const outcome = oauthOf(provider).revoke ? 'revoked' : 'unsupported';
    expect(await call.revoke()).toBe(outcome);
    expect(call.calls).toHaveLength(oauth.revoke.length);
    for (const [at, expected] of oauth.revoke.entries())
      expectCall(call.calls[at], { method: 'POST', ...expected });
  });

  test('a revocation that was not confirmed is an error that can be tried again', async () => {
    if (!oauthOf(provider).revoke) return;
    const call = callerOf(provider, oauth, () => ({ status: 503, body: '' }));
    expect(isTransient(await failure(() => call.revoke()))).toBe(true);
  });
}

function hostileContract(provider: Provider, oauth: OAuthSamples): void {
  const answers: [string, Answer, string][] = [
    ['a page', () => ({ body: '<!doctype html><p>Sign in</p>' }), 'invalid_response'],
    ['nothing', () => ({ body: '' }), 'invalid_response'],
    ['a list', () => ({ body: [1, 2] }), 'invalid_response'],
    ['a huge answer', () => ({ body: 'x'.repeat(200_000) }), 'invalid_response'],
    [
      'a token that is a number',
      () => ({ body: { access_token: 5, token_type: 'bearer' } }),
      'invalid_response',
    ],
    [
      'an empty token',
      () => ({ body: { access_token: '', token_type: 'bearer' } }),
      'invalid_response',
    ],
    [
      'a token type nobody knows',
      () => ({ body: { access_token: 'a-token', token_type: 'mac' } }),
      'invalid_response',
    ],
    [
      'an expiry that is no number',
      () => ({ body: { access_token: 'a-token', token_type: 'bearer', expires_in: 'soon' } }),
      'invalid_response',
    ],
    [
      'a redirect',
      () => ({ status: 302, headers: [['location', 'https://evil.example/']], body: '' }),
      'invalid_response',
    ],
    [
      'trouble of its own',
      () => ({ status: 503, body: { error: 'invalid_grant' } }),
      'unreachable',
    ],
    ['a wait', () => ({ status: 429, headers: [['retry-after', '7']], body: '' }), 'rate_limited'],
    ['silence', silence, 'unreachable'],
  ];
  test.each(answers)('%s from the token endpoint is no grant', async (_what, answer, kind) => {
    for (const run of ['exchange', 'refresh'] as const) {
      const call: Call = callerOf(provider, oauth, answer);
      const error = await failure(() => call[run]());
      expect(error).toMatchObject({ name: 'OAuthError', kind });
      if (answer !== silence) expect(call.calls).toHaveLength(1);
      if (kind === 'rate_limited' && error.retryAfterSeconds !== undefined)
        expect(error.retryAfterSeconds).toBe(7);
    }
  });

  test('no error carries a secret, and no secret is in an address or survives redaction', async () => {
    const echo: Answer = ({ headers, body }) => ({
      status: 400,
      body: { error: `${headers.authorization} ${body}`, error_description: body },
    });
    const settings = parseSettings(provider, oauth.settings);
    const { secret = '' } = oauthOf(provider).client(settings);
    const call = callerOf(provider, oauth, echo);
    const errors = [
      await failure(() => call.exchange()),
      await failure(() => call.refresh()),
      ...(oauthOf(provider).revoke ? [await failure(() => call.revoke())] : []),
    ];
    const shown = [
      ...errors.map((error) => `${error.message} ${error.providerCode} ${JSON.stringify(error)}`),
      ...call.calls.map(({ url }) => url.href),
    ].join('\n');
    for (const held of [secret, code, codeVerifier, tokens.accessToken, tokens.refreshToken])
      expect(shown).not.toContain(held);
    const { names, values } = redactionOf(provider, settings);
    const kept = JSON.stringify(
      redact(
        call.calls.map(({ headers }) => headers),
        { names, values },
      ),
    );
    expect(kept).not.toContain(secret);
  });
}
