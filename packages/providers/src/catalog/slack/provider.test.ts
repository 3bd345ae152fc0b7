import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { fetchAccount, openClient } from '../../kit/client.ts';
import { isDeadCredential } from '../../kit/trouble.ts';
import { exchangeCode } from '../../oauth/token.ts';
import {
  providerContract,
  type RecordedCall,
  type SampleReply,
  standIn,
} from '../../testing/index.ts';
import { slack } from './provider.ts';

const botToken = 'xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy';
const app = { clientId: '3336676.569200954261', clientSecret: 'ab12ab12ab12ab12ab12ab12ab12ab12' };
const basic = `Basic ${btoa(`${app.clientId}:${app.clientSecret}`)}`;
const api = 'https://slack.com/api';
const form = 'application/x-www-form-urlencoded';
const authTest = {
  ok: true,
  url: 'https://acme.slack.com/',
  team: 'Acme',
  user: 'patchbay',
  team_id: 'T1',
  user_id: 'U1',
  bot_id: 'B1',
};
const team = { id: 'T1', name: 'Acme', domain: 'acme', url: 'https://acme.slack.com/' };
const channel = { id: 'C012AB3CD', name: 'general', is_private: false, is_member: true };
const user = { id: 'U1', name: 'dana', real_name: 'Dana Demo', deleted: false, is_bot: false };
const refused = (error: string, more: object = {}): SampleReply => ({
  body: { ok: false, error, ...more },
});
const tokenAnswer = (accessToken: string, refreshToken: string) => ({
  body: {
    ok: true,
    access_token: accessToken,
    token_type: 'bot',
    scope: 'chat:write,channels:read,team:read,users:read',
    bot_user_id: 'U1',
    app_id: 'A1',
    team: { id: 'T1', name: 'Acme' },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: 'U2', scope: 'x', access_token: 'xoxp-of-the-person', token_type: 'user' },
    incoming_webhook: { url: 'https://hooks.slack.com/services/secret', channel: '#general' },
    expires_in: 43_200,
    refresh_token: refreshToken,
  },
});
const healthy = ({ url, headers }: RecordedCall): SampleReply => {
  if (headers.authorization !== `Bearer ${botToken}`) return refused('invalid_auth');
  return { body: url.pathname.endsWith('/auth.test') ? authTest : { ok: true, team } };
};

providerContract(slack, {
  settings: { botToken },
  connectionType: 'internal',
  healthy,
  refused: () => refused('invalid_auth'),
  account: { id: 'T1', name: 'Acme' },
  troubles: [
    ['a token that was revoked', refused('token_revoked'), 'dead_credential'],
    [
      'a scope that is missing',
      refused('missing_scope', { needed: 'chat:write', provided: 'team:read' }),
      'missing_scope',
    ],
    ['a channel that is not there', refused('channel_not_found'), 'not_found'],
    ['a channel that the bot is not in', refused('not_in_channel'), 'forbidden'],
    ['a wait', refused('ratelimited'), 'rate_limited'],
    ['an argument that is bad', refused('no_text'), 'invalid_request'],
    ['trouble of its own', refused('internal_error'), 'provider'],
  ],
  oauth: {
    settings: app,
    authorizeUrl:
      'https://slack.com/oauth/v2/authorize?response_type=code&client_id=3336676.569200954261&redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&scope=chat%3Awrite%2Cchannels%3Aread%2Cteam%3Aread%2Cusers%3Aread&state=state-of-the-test-0123',
    exchange: {
      url: `${api}/oauth.v2.access`,
      headers: { authorization: basic, 'content-type': form },
      body: 'redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&code=code-of-the-test&grant_type=authorization_code',
    },
    granted: tokenAnswer('xoxe.xoxb-2', 'xoxe-refresh-2'),
    grant: {
      accessToken: 'xoxe.xoxb-2',
      refreshToken: 'xoxe-refresh-2',
      tokenType: 'bot',
      scope: ['chat:write', 'channels:read', 'team:read', 'users:read'],
      expiresAt: new Date('2026-01-01T12:00:00Z'),
      extra: {
        app_id: 'A1',
        bot_user_id: 'U1',
        is_enterprise_install: false,
        team: { id: 'T1', name: 'Acme' },
        enterprise: null,
        authed_user: { id: 'U2' },
      },
    },
    badCode: refused('invalid_code'),
    refresh: {
      url: `${api}/oauth.v2.access`,
      headers: { authorization: basic },
      body: 'refresh_token=refresh-token-of-old&grant_type=refresh_token',
    },
    refreshed: tokenAnswer('xoxe.xoxb-3', 'xoxe-refresh-3'),
    dead: refused('invalid_refresh_token'),
    badClient: refused('bad_client_secret'),
    revoke: [
      {
        url: `${api}/auth.revoke`,
        headers: { authorization: 'Bearer access-token-of-old' },
        body: '',
      },
    ],
    revoked: { body: { ok: true, revoked: true } },
  },
  operations: {
    'messages.post': {
      input: { channel: 'C012AB3CD', text: 'Hello' },
      call: {
        method: 'POST',
        url: `${api}/chat.postMessage`,
        body: '{"channel":"C012AB3CD","text":"Hello"}',
      },
      reply: { body: { ok: true, channel: 'C012AB3CD', ts: '1503435956.000247', message: {} } },
      output: { channel: 'C012AB3CD', ts: '1503435956.000247' },
    },
    'channels.list': {
      input: { limit: 2 },
      call: { url: `${api}/conversations.list?limit=2` },
      reply: {
        body: { ok: true, channels: [channel], response_metadata: { next_cursor: 'dGVhbQ==' } },
      },
      output: { items: [channel], cursor: 'dGVhbQ==' },
    },
    'channels.join': {
      input: { channel: 'C012AB3CD' },
      call: { method: 'POST', url: `${api}/conversations.join`, body: '{"channel":"C012AB3CD"}' },
      reply: { body: { ok: true, channel } },
      output: channel,
    },
    'team.get': {
      input: {},
      call: { url: `${api}/team.info` },
      reply: { body: { ok: true, team } },
      output: team,
    },
    'users.list': {
      input: {},
      call: { url: `${api}/users.list` },
      reply: { body: { ok: true, members: [user], response_metadata: { next_cursor: '' } } },
      output: { items: [user], cursor: null },
    },
    'users.find': {
      input: { email: 'dana@example.org' },
      call: { url: `${api}/users.lookupByEmail?email=dana%40example.org` },
      reply: { body: { ok: true, user } },
      output: user,
    },
  },
});

const httpOf = (reply: SampleReply) =>
  createHttp({ clock: systemClock, fetch: standIn(() => reply).fetch });

test('an installation for a whole organization is known by the organization', async () => {
  const body = { ...authTest, team_id: 'E1', enterprise_id: 'E1', is_enterprise_install: true };
  const account = await fetchAccount(slack, { botToken }, { http: httpOf({ body }) });
  expect(account).toMatchObject({ id: 'E1', details: { enterprise: true } });
});

test('a token granted to a person only is found where Slack puts it', async () => {
  const person = { id: 'U2', scope: 'users:read', access_token: 'xoxp-2', token_type: 'user' };
  const grant = await exchangeCode(slack, {
    http: httpOf({ body: { ok: true, app_id: 'A1', team: { id: 'T1' }, authed_user: person } }),
    settings: app,
    callback: new URLSearchParams({ code: 'c', state: 's' }),
    redirectUri: 'https://hub.example.org/oauth/callback',
    scopes: [],
  });
  expect(grant).toMatchObject({ accessToken: 'xoxp-2', tokenType: 'user', scope: ['users:read'] });
  expect(JSON.stringify(grant.extra)).not.toContain('xoxp-2');
});

test('a missing scope is named, and is not taken for a dead token', async () => {
  const reply = refused('missing_scope', {
    needed: 'chat:write',
    provided: 'team:read,users:read',
  });
  const client = openClient(slack, { botToken }, { http: httpOf(reply) })?.client;
  const error = await client?.postMessage({ channel: 'C1', text: 'x' }).catch((e: unknown) => e);
  expect(error).toMatchObject({
    kind: 'auth',
    message: 'The connection lacks a permission that this call needs (chat:write).',
    trouble: { needed: ['chat:write'], provided: ['team:read', 'users:read'] },
  });
  expect(isDeadCredential(error)).toBe(false);
});
