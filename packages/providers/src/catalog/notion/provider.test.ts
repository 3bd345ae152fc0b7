import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { openClient } from '../../kit/client.ts';
import { providerContract, type RecordedCall, standIn } from '../../testing/index.ts';
import { notion } from './provider.ts';

const token = 'ntn_SampleTokenOfTheTest0042';
const app = {
  clientId: '463558a3-725e-4f37-b6d3-0889894f68de',
  clientSecret: 'secret_app_of_the_test',
};
const basic = `Basic ${btoa(`${app.clientId}:${app.clientSecret}`)}`;
const api = 'https://api.notion.com/v1';
const headers = {
  authorization: basic,
  'notion-version': '2025-09-03',
  'content-type': 'application/json',
};
const id = '0f3b6f1c-9f0c-4a55-8d0f-2b7a8a0f4d11';
const me = {
  object: 'user',
  id: 'b0688871-85db-4637-8fc9-043a240c3ec6',
  type: 'bot',
  name: 'Patchbay',
  bot: { owner: { type: 'workspace' }, workspace_id: 'w-1', workspace_name: 'Acme' },
};
const page = {
  object: 'page',
  id,
  url: 'https://notion.so/x',
  properties: { Name: { title: [] } },
};
const seen = { id, url: 'https://notion.so/x', properties: { Name: { title: [] } } };
const list = (results: object[]) => ({
  object: 'list',
  results,
  next_cursor: null,
  has_more: false,
});
const listed = (results: object[]) => ({ results, next_cursor: null, has_more: false });
const failure = (status: number, code: string) => ({
  status,
  body: { object: 'error', status, code, message: 'Text of Notion', request_id: 'r' },
});
const tokenAnswer = (accessToken: string, refreshToken: string) => ({
  body: {
    access_token: accessToken,
    token_type: 'bearer',
    refresh_token: refreshToken,
    bot_id: 'bot-1',
    workspace_id: 'w-1',
    workspace_name: 'Acme',
    workspace_icon: null,
    owner: { type: 'user', user: { id: 'u', person: { email: 'x@example.org' } } },
    duplicated_template_id: null,
  },
});
const healthy = ({ url, headers: sent }: RecordedCall) => {
  const isGood =
    sent.authorization === `Bearer ${token}` && sent['notion-version'] === '2025-09-03';
  if (!isGood) return failure(401, 'unauthorized');
  return { body: url.pathname.endsWith('/search') ? list([page]) : me };
};

providerContract(notion, {
  settings: { token },
  connectionType: 'internal',
  healthy,
  refused: () => failure(401, 'unauthorized'),
  account: { id: 'w-1', name: 'Acme' },
  troubles: [
    ['a token that is dead', failure(401, 'unauthorized'), 'dead_credential'],
    ['a page that is not shared', failure(404, 'object_not_found'), 'not_found'],
    ['a capability that is missing', failure(403, 'restricted_resource'), 'forbidden'],
    ['an overload', failure(529, 'service_overload'), 'rate_limited'],
    ['a bad request', failure(400, 'validation_error'), 'invalid_request'],
  ],
  oauth: {
    settings: app,
    authorizeUrl: `${api}/oauth/authorize?response_type=code&client_id=${app.clientId}&redirect_uri=https%3A%2F%2Fhub.example.org%2Foauth%2Fcallback&state=state-of-the-test-0123&owner=user`,
    exchange: {
      url: `${api}/oauth/token`,
      headers,
      body: '{"redirect_uri":"https://hub.example.org/oauth/callback","code":"code-of-the-test","grant_type":"authorization_code"}',
    },
    granted: tokenAnswer('notion-access-2', 'notion-refresh-2'),
    grant: {
      accessToken: 'notion-access-2',
      refreshToken: 'notion-refresh-2',
      scope: ['asked:scope'],
      expiresAt: null,
      extra: { bot_id: 'bot-1', workspace_id: 'w-1', workspace_name: 'Acme' },
    },
    badCode: { status: 400, body: { error: 'invalid_grant' } },
    refresh: {
      url: `${api}/oauth/token`,
      headers,
      body: '{"refresh_token":"refresh-token-of-old","grant_type":"refresh_token"}',
    },
    refreshed: tokenAnswer('notion-access-3', 'notion-refresh-3'),
    dead: { status: 400, body: { error: 'invalid_grant', error_description: 'x' } },
    badClient: failure(401, 'unauthorized'),
    revoke: [{ url: `${api}/oauth/revoke`, headers, body: '{"token":"access-token-of-old"}' }],
    revoked: { body: { request_id: 'r' } },
  },
  operations: {
    search: {
      input: { query: 'plan', page_size: 10 },
      call: { method: 'POST', url: `${api}/search`, body: '{"query":"plan","page_size":10}' },
      reply: { body: list([page]) },
      output: listed([page]),
    },
    'pages.get': {
      input: { page: id },
      call: { url: `${api}/pages/${id}` },
      reply: { body: page },
      output: seen,
    },
    'pages.create': {
      input: { parent: { page_id: id }, properties: {} },
      call: {
        method: 'POST',
        url: `${api}/pages`,
        body: `{"parent":{"page_id":"${id}"},"properties":{}}`,
      },
      reply: { body: page },
      output: seen,
    },
    'pages.update': {
      input: { page: id, archived: true },
      call: { method: 'PATCH', url: `${api}/pages/${id}`, body: '{"archived":true}' },
      reply: { body: page },
      output: seen,
    },
    'blocks.list': {
      input: { block: id, page_size: 3 },
      call: { url: `${api}/blocks/${id}/children?page_size=3` },
      reply: { body: list([]) },
      output: listed([]),
    },
    'blocks.append': {
      input: { block: id, children: [{ type: 'divider' }] },
      call: {
        method: 'PATCH',
        url: `${api}/blocks/${id}/children`,
        body: '{"children":[{"type":"divider"}]}',
      },
      reply: { body: list([{ id: 'b' }]) },
      output: listed([{ id: 'b' }]),
    },
    'data-sources.query': {
      input: { source: id },
      call: { method: 'POST', url: `${api}/data_sources/${id}/query`, body: '{}' },
      reply: { body: list([page]) },
      output: listed([page]),
    },
    'users.list': {
      input: {},
      call: { url: `${api}/users` },
      reply: { body: list([{ object: 'user', id: 'u', type: 'person', name: 'Dana' }]) },
      output: listed([{ id: 'u', type: 'person', name: 'Dana' }]),
    },
  },
});

test('an older version queries databases, which is what it knows', async () => {
  const { fetch, calls } = standIn(() => ({ body: list([]) }));
  const http = createHttp({ clock: systemClock, fetch });
  const client = openClient(notion, { token, apiVersion: '2022-06-28' }, { http })?.client;
  await client?.query(id, {});
  expect(calls[0]?.url.pathname).toBe(`/v1/databases/${id}/query`);
  expect(calls[0]?.headers['notion-version']).toBe('2022-06-28');
});
