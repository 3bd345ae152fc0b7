import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { openClient, rateLimitOf } from '../../kit/client.ts';
import { parseSettings } from '../../kit/settings.ts';
import { authorizationUrl } from '../../oauth/authorize.ts';
import { providerContract, type RecordedCall, standIn } from '../../testing/index.ts';
import { discord } from './provider.ts';

const settings = {
  applicationId: '123456789012345678',
  publicKey: 'AB'.repeat(32),
  botToken: 'sample-bot-token-of-the-test',
  clientSecret: 'sample-client-secret',
  guildId: '987654321098765432',
};
const api = 'https://discord.com/api/v10';
const token = 'https://discord.com/api/oauth2/token';
const userAgent = 'DiscordBot (https://patchbay.example, 0.1)';
const basic = `Basic ${btoa(`${settings.applicationId}:${settings.clientSecret}`)}`;
const bot = { id: '80351110224678912', username: 'patchbay', global_name: null, bot: true };
const guild = { id: settings.guildId, name: 'Acme', approximate_member_count: 12 };
const channel = { id: '222222222222222222', type: 0, name: 'general', parent_id: null };
const failure = (status: number, code: number, more: object = {}) => ({
  status,
  body: { code, message: 'Text of Discord', ...more },
});
const healthy = ({ url, headers }: RecordedCall) => {
  const isGood =
    headers.authorization === `Bot ${settings.botToken}` && headers['user-agent'] === userAgent;
  if (!isGood) return failure(401, 0);
  return { body: url.pathname.endsWith('/users/@me') ? bot : guild };
};
const tokenAnswer = (accessToken: string, refreshToken: string) => ({
  body: {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 604_800,
    refresh_token: refreshToken,
    scope: 'identify email guilds',
  },
});
const member = { user: bot, nick: null, roles: ['333333333333333333'], joined_at: '2026-01-01' };

providerContract(discord, {
  settings,
  healthy,
  refused: () => failure(401, 0),
  account: { id: '80351110224678912', name: 'patchbay' },
  troubles: [
    ['a permission that is missing', failure(403, 50_013), 'forbidden'],
    ['a channel that is not there', failure(404, 10_003), 'not_found'],
    ['a token that is dead', failure(401, 0), 'dead_credential'],
    ['a wait', failure(429, 0, { retry_after: 64.57, global: false }), 'rate_limited'],
    ['a form that is bad', failure(400, 50_035), 'invalid_request'],
  ],
  oauth: {
    settings,
    authorizeUrl:
      'https://discord.com/oauth2/authorize?response_type=code&client_id=123456789012345678&redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&scope=identify+email+guilds&state=state-of-the-test-0123&code_challenge=challenge&code_challenge_method=S256',
    exchange: {
      url: token,
      headers: { authorization: basic, 'user-agent': userAgent },
      body: 'redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&code=code-of-the-test&code_verifier=verifier-of-the-test-that-is-long-enough-000&grant_type=authorization_code',
    },
    granted: tokenAnswer('discord-access-2', 'discord-refresh-2'),
    grant: {
      accessToken: 'discord-access-2',
      refreshToken: 'discord-refresh-2',
      tokenType: 'bearer',
      scope: ['identify', 'email', 'guilds'],
      expiresAt: new Date('2026-01-08T00:00:00Z'),
    },
    badCode: { status: 400, body: { error: 'invalid_grant', error_description: 'x' } },
    refresh: {
      url: token,
      headers: { authorization: basic },
      body: 'refresh_token=refresh-token-of-old&grant_type=refresh_token',
    },
    refreshed: tokenAnswer('discord-access-3', 'discord-refresh-3'),
    dead: { status: 400, body: { error: 'invalid_grant' } },
    badClient: { status: 401, body: { error: 'invalid_client' } },
    revoke: [
      {
        url: `${token}/revoke`,
        headers: { authorization: basic },
        body: 'token=refresh-token-of-old&token_type_hint=refresh_token',
      },
    ],
    revoked: { body: {} },
  },
  operations: {
    'me.get': { input: {}, call: { url: `${api}/users/@me` }, reply: { body: bot }, output: bot },
    'servers.list': {
      input: {},
      call: { url: `${api}/users/@me/guilds` },
      reply: { body: [{ ...guild, owner: true }] },
      output: { items: [{ ...guild, owner: true }] },
    },
    'messages.post': {
      input: { channel: channel.id, content: 'Hello @everyone' },
      call: {
        method: 'POST',
        url: `${api}/channels/${channel.id}/messages`,
        body: '{"content":"Hello @everyone","allowed_mentions":{"parse":[]}}',
      },
      reply: { body: { id: '1', channel_id: channel.id, content: 'Hello @everyone' } },
      output: { id: '1', channel_id: channel.id },
    },
    'channels.list': {
      input: {},
      call: { url: `${api}/guilds/${settings.guildId}/channels` },
      reply: { body: [channel] },
      output: { items: [channel] },
    },
    'server.get': {
      input: {},
      call: { url: `${api}/guilds/${settings.guildId}?with_counts=true` },
      reply: { body: guild },
      output: guild,
    },
    'members.get': {
      input: { user: bot.id },
      call: { url: `${api}/guilds/${settings.guildId}/members/${bot.id}` },
      reply: { body: member },
      output: member,
    },
    'members.remove': {
      input: { user: bot.id },
      call: { method: 'DELETE', url: `${api}/guilds/${settings.guildId}/members/${bot.id}` },
      reply: { body: '' },
      output: { done: true },
    },
    'members.add-role': {
      input: { user: bot.id, role: '333333333333333333' },
      call: {
        method: 'PUT',
        url: `${api}/guilds/${settings.guildId}/members/${bot.id}/roles/333333333333333333`,
      },
      reply: { body: '' },
      output: { done: true },
    },
  },
});

test('keeps the public key in small letters and asks for no permission unless told', () => {
  expect(parseSettings(discord, settings)).toMatchObject({
    publicKey: 'ab'.repeat(32),
    permissions: '0',
  });
});

test('installing the bot asks for its permissions and names the server', () => {
  const url = authorizationUrl(discord, {
    settings: parseSettings(discord, { ...settings, permissions: '2048', scopes: 'identify bot' }),
    redirectUri: 'https://hub.example.org/oauth/callback',
    state: 'state-of-the-test-0123',
    codeChallenge: 'challenge',
  });
  expect(url.searchParams.get('scope')).toBe('identify bot');
  expect(url.searchParams.get('permissions')).toBe('2048');
  expect(url.searchParams.get('guild_id')).toBe(settings.guildId);
});

test('a person who connected is asked with their own token', async () => {
  const { fetch, calls } = standIn(() => ({ body: bot }));
  const http = createHttp({ clock: systemClock, fetch });
  const credential = { accessToken: 'person-token', tokenType: 'bearer' };
  const opened = openClient(discord, { ...settings, permissions: '0' }, { http, credential });
  await opened?.client.me();
  expect(opened?.type).toBe('public');
  expect(calls[0]?.headers.authorization).toBe('Bearer person-token');
});

test('reads the limit of a bucket from its headers', () => {
  const headers = {
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1470173023.5',
    'x-ratelimit-bucket': 'abcd1234',
    'retry-after': '1.5',
  };
  expect(rateLimitOf(discord, { headers, status: 429 }, new Date(0))).toEqual({
    limit: 5,
    remaining: 0,
    resetAt: new Date(1_470_173_023_500),
    retryAfterMs: 1_500,
    bucket: 'abcd1234',
  });
  const whole = { ...headers, 'x-ratelimit-global': 'true' };
  expect(rateLimitOf(discord, { headers: whole, status: 429 }, new Date(0)).bucket).toBeUndefined();
});

test.each([
  ['applicationId', '12'],
  ['publicKey', 'xyz'],
  ['guildId', 'my-server'],
  ['permissions', '-1'],
  ['botToken', 'two words'],
])('refuses %s %j', (key, value) => {
  expect(() => parseSettings(discord, { ...settings, [key]: value })).toThrow(
    expect.objectContaining({ fields: { [`settings.${key}`]: [expect.any(String)] } }),
  );
});
