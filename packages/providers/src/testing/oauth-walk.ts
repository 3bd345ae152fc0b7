// Run by `oauth/runtimes.test.ts` under Node and under Deno: every exchange on real sockets, as JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { createHttp } from '../http/create-http.ts';
import { fetchAccount, openErased } from '../kit/client.ts';
import { field } from '../kit/field.ts';
import { operation, runNamed } from '../kit/operation.ts';
import { defineProvider } from '../kit/provider.ts';
import { authorizationUrl } from '../oauth/authorize.ts';
import { OAuthError } from '../oauth/errors.ts';
import { codeChallengeOf, createCodeVerifier } from '../oauth/pkce.ts';
import { revokeToken } from '../oauth/revoke.ts';
import { exchangeCode, refreshToken } from '../oauth/token.ts';

const seen: string[] = [];
let challenge = '';
const server = createServer(async (request, reply) => {
  const form = new URLSearchParams(await text(request));
  seen.push(`${request.method} ${request.url} ${form.get('grant_type') ?? ''}`.trim());
  const answer = (status: number, body: object) => {
    reply.writeHead(status, { 'content-type': 'application/json' });
    reply.end(JSON.stringify(body));
  };
  if (request.url === '/me')
    return answer(request.headers.authorization === 'Bearer access-2' ? 200 : 401, { id: '7' });
  if (request.url === '/moved/token') {
    reply.writeHead(307, { location: `http://127.0.0.1:${portOf()}/token` });
    return reply.end();
  }
  if (request.url === '/revoke') return answer(200, {});
  if (request.headers.authorization !== `Basic ${btoa('an-id:a+secret')}`)
    return answer(401, { error: 'invalid_client' });
  if (form.get('refresh_token') === 'refresh-1')
    return answer(200, {
      access_token: 'access-2',
      token_type: 'bearer',
      refresh_token: 'refresh-2',
    });
  const proof = await codeChallengeOf(form.get('code_verifier') ?? '');
  if (form.get('code') !== 'a-code' || proof !== challenge)
    return answer(400, { error: 'invalid_grant' });
  return answer(200, {
    access_token: 'access-1',
    token_type: 'Bearer',
    expires_in: 60,
    refresh_token: 'refresh-1',
    scope: 'a b',
  });
});
const portOf = () => (server.address() as AddressInfo).port;
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${portOf()}`;

const providerAt = (tokenUrl: string) =>
  defineProvider({
    key: 'walk',
    about: {
      name: 'Walk',
      vendor: 'Nobody',
      category: 'chat',
      description: '',
      docs: '',
      account: '',
    },
    fields: {
      clientId: field.text({ label: 'Id' }),
      clientSecret: field.secret({ label: 'Secret' }),
    },
    connections: {
      public: {
        title: 'Consent',
        about: '',
        requires: ['clientId', 'clientSecret'],
        auth: {
          kind: 'oauth2',
          authorizeUrl: `${origin}/authorize`,
          tokenUrl,
          alwaysSendsIssuer: true,
          client: ({ clientId: id, clientSecret: secret }) => ({ id, secret }),
          clientAuth: 'basic',
          pkce: 's256',
          scopes: { required: ['a'], default: ['a', 'b'] },
          refresh: 'rotates',
          revoke: { url: `${origin}/revoke`, accepts: ['refresh', 'access'] },
        },
      },
    },
    api: {
      baseUrl: () => origin,
      address: 'fixed',
      client: (http) => ({ me: () => http.json('/me', z.object({ id: z.string() })) }),
    },
    account: async ({ client }) => ({ id: (await client.me()).id, name: 'Seven', details: {} }),
    operations: {
      'me.get': operation({
        title: 'Me',
        about: 'Me',
        effect: 'read',
        input: z.object({}),
        output: z.object({ id: z.string() }),
        run: (client: { me: () => Promise<{ id: string }> }) => client.me(),
      }),
    },
  });

const provider = providerAt(`${origin}/token`);
const now = new Date('2026-01-01T00:00:00Z');
const http = createHttp({ clock: { now: () => now }, allow: ['127.0.0.1'], timeoutMs: 2_000 });
const settings = { clientId: 'an-id', clientSecret: 'a+secret' };
const codeVerifier = createCodeVerifier();
challenge = await codeChallengeOf(codeVerifier);
const redirectUri = 'https://hub.example.org/oauth/walk/callback';
const state = 'state-of-the-walk-0123';
const context = { http, settings, scopes: ['a'] };
const callback = (more: object = {}) =>
  new URLSearchParams({ code: 'a-code', state, iss: origin, ...more });
const kindOf = async (run: () => Promise<unknown>) => {
  try {
    await run();
    return 'no error';
  } catch (error) {
    return error instanceof OAuthError ? error.kind : String(error);
  }
};
const exchange = (more: object = {}, over = provider) =>
  exchangeCode(over, {
    ...context,
    callback: callback(),
    state,
    redirectUri,
    codeVerifier,
    ...more,
  });

const url = authorizationUrl(provider, { settings, redirectUri, state, codeChallenge: challenge });
const first = await exchange();
const second = await refreshToken(provider, { ...context, refreshToken: 'refresh-1' });
const credential = { accessToken: second.accessToken, tokenType: second.tokenType };
const opened = openErased(provider, settings, { http, credential });
const result = {
  asked: Object.keys(Object.fromEntries(url.searchParams)),
  first,
  second,
  account: await fetchAccount(provider, settings, { http, credential }),
  operation: opened && (await runNamed(provider, 'me.get', opened, {})),
  revoked: await revokeToken(provider, {
    ...context,
    accessToken: 'access-2',
    refreshToken: 'refresh-2',
  }),
  missingIssuer: await kindOf(() =>
    exchange({ callback: new URLSearchParams({ code: 'a-code', state }) }),
  ),
  otherVerifier: await kindOf(() => exchange({ codeVerifier: createCodeVerifier() })),
  noVerifier: await kindOf(() => exchange({ codeVerifier: undefined })),
  wrongSecret: await kindOf(() => exchange({ client: { id: 'an-id', secret: 'x' } })),
  redirected: await kindOf(() => exchange({}, providerAt(`${origin}/moved/token`))),
  plainHttp: await kindOf(() => exchange({}, providerAt('http://token.example.org/token'))),
  metadata: await kindOf(() => exchange({}, providerAt('https://169.254.169.254/token'))),
  nobody: await kindOf(() => exchange({}, providerAt('http://127.0.0.1:1/token'))),
  seen,
};
await http.close();
server.closeAllConnections();
server.close();
console.log(JSON.stringify(result));
