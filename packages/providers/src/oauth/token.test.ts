import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { catalog } from '../catalog/index.ts';
import { createHttp } from '../http/create-http.ts';
import { field } from '../kit/field.ts';
import { defineProvider } from '../kit/provider.ts';
import { silence, standIn } from '../testing/index.ts';
import { isDead, isTransient } from './errors.ts';
import { refreshToken } from './token.ts';

const settings = { clientId: 'id with:odd/letters', clientSecret: 'sécret&%' };
const withAuth = (clientAuth: 'basic' | 'basic_encoded' | 'body') =>
  defineProvider({
    key: 'odd',
    about: {
      name: 'Odd',
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
          authorizeUrl: 'https://odd.example/authorize',
          tokenUrl: 'https://odd.example/token',
          client: ({ clientId: id, clientSecret: secret }) => ({ id, secret }),
          clientAuth,
          pkce: 's256',
          scopes: { required: [], default: [] },
          refresh: 'keeps',
        },
      },
    },
  });

async function sentWith(clientAuth: 'basic' | 'basic_encoded' | 'body') {
  const { fetch, calls } = standIn(() => ({ body: { access_token: 'a', token_type: 'bearer' } }));
  const http = createHttp({ clock: systemClock, fetch });
  await refreshToken(withAuth(clientAuth), { http, settings, refreshToken: 'r', scopes: [] });
  const [call] = calls;
  const basic = call?.headers.authorization?.replace('Basic ', '') ?? '';
  return { basic: Buffer.from(basic, 'base64').toString('utf8'), body: call?.body };
}

test('an app signs as the provider reads it', async () => {
  const plain = 'refresh_token=r&grant_type=refresh_token';
  expect(await sentWith('basic')).toEqual({ basic: 'id with:odd/letters:sécret&%', body: plain });
  expect(await sentWith('basic_encoded')).toEqual({
    basic: 'id+with%3Aodd%2Fletters:s%C3%A9cret%26%25',
    body: plain,
  });
  expect(await sentWith('body')).toEqual({
    basic: '',
    body: `${plain}&client_id=id+with%3Aodd%2Fletters&client_secret=s%C3%A9cret%26%25`,
  });
});

test('an exchange is sent once, whatever the trouble, since a code or a rotating token is spent by it', async () => {
  for (const status of [429, 502, 503]) {
    const { fetch, calls } = standIn(() => ({ status, body: '' }));
    const http = createHttp({ clock: systemClock, fetch, retries: 3 });
    const run = refreshToken(withAuth('body'), { http, settings, refreshToken: 'r', scopes: [] });
    const error = await run.catch((thrown: unknown) => thrown);
    expect([isDead(error), isTransient(error)]).toEqual([false, true]);
    expect(calls).toHaveLength(1);
  }
});

test('a provider without a consent page has no exchange', async () => {
  const http = createHttp({ clock: systemClock, fetch: standIn(() => ({ body: {} })).fetch });
  const run = refreshToken(catalog.syncro, { http, settings: {}, refreshToken: 'r', scopes: [] });
  await expect(run).rejects.toMatchObject({ kind: 'misconfigured' });
});

test('an exchange that is stopped has not condemned anything', async () => {
  const stop = new AbortController();
  const { fetch } = standIn((call, signal) => {
    stop.abort();
    return silence(call, signal);
  });
  const http = createHttp({ clock: systemClock, fetch });
  const run = refreshToken(withAuth('body'), {
    http,
    settings,
    refreshToken: 'r',
    scopes: [],
    signal: stop.signal,
  });
  await expect(run).rejects.toMatchObject({ kind: 'unreachable' });
});
