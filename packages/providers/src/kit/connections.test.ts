import { systemClock } from '@patchbay/core';
import { describe, expect, test } from 'vitest';
import { catalog } from '../catalog/index.ts';
import { createHttp } from '../http/create-http.ts';
import { standIn } from '../testing/index.ts';
import { checkIntegration } from './check.ts';
import { openClient, openErased } from './client.ts';
import {
  authOf,
  connectionWays,
  missingFor,
  missingInUse,
  parseSettingsFor,
} from './connections.ts';
import { describeFields } from './settings.ts';

const credential = { accessToken: 'access-token-of-test', tokenType: 'bearer' };

describe('ways to connect', () => {
  test('are told with what they need', () => {
    expect(connectionWays(catalog.notion)).toMatchObject([
      { type: 'public', kind: 'oauth2', requires: ['clientId', 'clientSecret'], refreshes: true },
      { type: 'internal', kind: 'token', requires: ['token'], refreshes: false },
    ]);
    expect(connectionWays(catalog.syncro)).toMatchObject([
      { type: 'internal', kind: 'token', requires: ['subdomain', 'apiToken'] },
    ]);
    expect(connectionWays(catalog.obs)).toEqual([]);
    const views = Object.values(catalog).flatMap((provider) => connectionWays(provider));
    expect(JSON.parse(JSON.stringify(views))).toEqual(views);
  });

  test('say what is still missing', () => {
    expect(missingFor(catalog.notion, 'internal', {})).toEqual(['token']);
    expect(missingFor(catalog.notion, 'public', { clientId: 'x' })).toEqual(['clientSecret']);
    expect(missingFor(catalog.notion, 'internal', { token: 'x' })).toEqual([]);
    expect(missingFor(catalog.syncro, 'public', {})).toEqual([]);
  });

  test('are named by the fields that they need', () => {
    const needs = describeFields(catalog.discord).map(({ key, neededFor }) => [key, neededFor]);
    expect(Object.fromEntries(needs)).toMatchObject({
      applicationId: ['Discord account', 'Bot token'],
      clientSecret: ['Discord account'],
      guildId: ['Bot token'],
      permissions: [],
    });
    expect(describeFields(catalog.syncro).flatMap(({ neededFor }) => neededFor)).toEqual([]);
  });

  test('ask only for what the way in use needs', () => {
    const missing = (settings: object, connected = false) =>
      missingInUse(catalog.discord, { ...settings }, { connected });
    const app = { applicationId: '123456789012345678', clientSecret: 'x' };
    expect(missing({})).toEqual([]);
    expect(missing(app)).toEqual([]);
    expect(missing({ ...app, botToken: 'x' })).toEqual(['publicKey', 'guildId']);
    expect(missing({ publicKey: 'x' }, true)).toEqual([]);
    expect(missingInUse(catalog.syncro, {}, { connected: false })).toEqual([
      'subdomain',
      'apiToken',
    ]);
  });

  test('are parsed with what the way in use needs, defaults filled in', () => {
    expect(parseSettingsFor(catalog.notion, 'public', {})).toEqual({ apiVersion: '2025-09-03' });
    expect(() => parseSettingsFor(catalog.discord, 'internal', { botToken: 'a.b.c' })).toThrow(
      expect.objectContaining({
        fields: {
          'settings.applicationId': ['is required'],
          'settings.publicKey': ['is required'],
          'settings.guildId': ['is required'],
        },
      }),
    );
    expect(() => parseSettingsFor(catalog.discord, 'public', { guildId: 'my-server' })).toThrow();
    expect(() => parseSettingsFor(catalog.syncro, 'internal', {})).toThrow();
  });

  test('are guessed from what is there, unless they are named', () => {
    const typeOf = (settings: object, options?: Parameters<typeof authOf>[2]) =>
      authOf(catalog.notion, { ...settings }, options).type;
    expect(typeOf({ token: 'x' })).toBe('internal');
    expect(typeOf({})).toBe('public');
    expect(typeOf({ token: 'x' }, { credential })).toBe('public');
    expect(typeOf({ token: 'x' }, { credential, type: 'internal' })).toBe('internal');
    expect(authOf(catalog.syncro, {}, { credential }).type).toBe('internal');
  });
});

describe('signed calls', () => {
  const over = (reply: { status?: number; body: unknown }) => {
    const { fetch, calls } = standIn(() => reply);
    return { http: createHttp({ clock: systemClock, fetch, retries: 0 }), calls };
  };

  test('carry the token of the connection and the fixed headers', async () => {
    const { http, calls } = over({ body: { ok: 1 } });
    const settings = { clientId: 'x', clientSecret: 'y', apiVersion: '2025-09-03' };
    const opened = openErased(catalog.notion, settings, { http, credential });
    const reply = await opened?.request('/pages/1', {
      method: 'PATCH',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(reply?.status).toBe(200);
    expect(calls[0]).toMatchObject({
      method: 'PATCH',
      body: '{"a":1}',
      headers: {
        authorization: 'Bearer access-token-of-test',
        'notion-version': '2025-09-03',
        'content-type': 'application/json',
      },
    });
    expect(await opened?.headers()).toEqual({
      authorization: 'Bearer access-token-of-test',
      'notion-version': '2025-09-03',
    });
  });

  test('hand back every status to a caller who judges for himself', async () => {
    for (const status of [204, 302, 401, 429, 500]) {
      const { http } = over({ status: status === 204 ? 200 : status, body: '' });
      const opened = openErased(catalog.reddit, {}, { http, credential });
      expect((await opened?.request('/api/v1/me'))?.status).toBe(status === 204 ? 200 : status);
    }
  });

  test.each([
    '//evil.example/x',
    '/../../x',
    '/..%2f..%2fx',
    '/%2e%2e/%2e%2e/x',
    '/\\evil.example',
    '@evil.example/x',
    '/x?a=@evil.example',
    '/x#@evil.example',
  ])('stay at the host of the provider: %s', async (path) => {
    const { http, calls } = over({ body: {} });
    const opened = openErased(catalog.notion, { apiVersion: '2025-09-03' }, { http, credential });
    await opened
      ?.request(path)
      .catch((error: unknown) => expect(error).toMatchObject({ kind: 'refused' }));
    for (const { url } of calls) {
      expect(url.host).toBe('api.notion.com');
      expect(url.pathname.startsWith('/v1/')).toBe(true);
    }
  });

  test('are not sent without a credential', async () => {
    const { http, calls } = over({ body: {} });
    const opened = openErased(catalog.reddit, {}, { http });
    await expect(opened?.request('/api/v1/me')).rejects.toMatchObject({
      kind: 'auth',
      message: 'This integration is not connected.',
    });
    const report = await checkIntegration(catalog.reddit, {}, { http, clock: systemClock });
    expect(report).toMatchObject({ health: 'error', reason: 'auth' });
    expect(calls).toEqual([]);
  });

  test('of a password are signed in UTF-8', async () => {
    const { http, calls } = over({ body: { id: 1 } });
    const settings = {
      siteUrl: 'https://blog.example.org',
      username: 'jürgen',
      applicationPassword: 'pä ss',
    };
    await openClient(
      catalog.wordpress,
      { ...settings, permalinks: 'pretty' },
      { http },
    )?.client.me();
    const sent = calls[0]?.headers.authorization?.replace('Basic ', '') ?? '';
    expect(Buffer.from(sent, 'base64').toString('utf8')).toBe('jürgen:pä ss');
  });
});
