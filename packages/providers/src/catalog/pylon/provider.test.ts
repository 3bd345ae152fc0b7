import { expect, test } from 'vitest';
import { apiHosts, rateLimitOf } from '../../kit/client.ts';
import { parseSettings } from '../../kit/settings.ts';
import { providerContract } from '../../testing/index.ts';
import { pylon } from './provider.ts';

const apiToken = 'pylon_api_sample_token_0042';
const api = 'https://api.usepylon.com';
const me = { data: { id: 'org-1', name: 'Acme' }, request_id: 'r' };
const issue = { id: 'i-1', number: 7, title: 'Printer on fire', state: 'new' };
const list = {
  data: [issue],
  pagination: { cursor: 'next', has_next_page: true },
  request_id: 'r',
};
const paged = { items: [issue], cursor: 'next' };
const failure = (status: number, code: string) => ({
  status,
  body: { errors: ['x'], request_id: 'r', code },
});

providerContract(pylon, {
  settings: { region: 'us', apiToken },
  healthy: ({ url, headers }) => {
    if (headers.authorization !== `Bearer ${apiToken}`) return failure(401, 'invalid_api_token');
    return { body: url.pathname === '/me' ? me : { data: [{ id: 'a', name: 'Customer' }] } };
  },
  refused: () => failure(401, 'invalid_api_token'),
  account: { id: 'org-1', name: 'Acme' },
  troubles: [
    ['a token of the other region', failure(401, 'wrong_region_token'), 'misconfigured'],
    ['a token that is dead', failure(403, 'invalid_api_token'), 'dead_credential'],
    ['an issue that is not there', failure(404, 'not_found'), 'not_found'],
  ],
  operations: {
    'issues.list': {
      input: { start_time: '2026-01-01T00:00:00Z', end_time: '2026-01-31T00:00:00Z' },
      call: {
        url: `${api}/issues?start_time=2026-01-01T00%3A00%3A00Z&end_time=2026-01-31T00%3A00%3A00Z`,
      },
      reply: { body: list },
      output: paged,
    },
    'issues.search': {
      input: { filter: { field: 'state', operator: 'equals', value: 'new' } },
      call: {
        method: 'POST',
        url: `${api}/issues/search`,
        body: '{"filter":{"field":"state","operator":"equals","value":"new"}}',
      },
      reply: { body: list },
      output: paged,
    },
    'issues.get': {
      input: { issue: 'i-1' },
      call: { url: `${api}/issues/i-1` },
      reply: { body: { data: issue } },
      output: issue,
    },
    'issues.create': {
      input: { title: 'Printer on fire', body_html: '<p>Help</p>' },
      call: {
        method: 'POST',
        url: `${api}/issues`,
        body: '{"title":"Printer on fire","body_html":"<p>Help</p>"}',
      },
      reply: { body: { data: issue } },
      output: issue,
    },
    'issues.update': {
      input: { issue: 'i-1', state: 'closed' },
      call: { method: 'PATCH', url: `${api}/issues/i-1`, body: '{"state":"closed"}' },
      reply: { body: { data: issue } },
      output: issue,
    },
    'accounts.list': {
      input: { limit: 2 },
      call: { url: `${api}/accounts?limit=2` },
      reply: { body: { data: null, pagination: { cursor: '', has_next_page: false } } },
      output: { items: [], cursor: null },
    },
  },
});

test('the region decides the host, and with it where the token may go', () => {
  const hosts = (region: string) => apiHosts(pylon, parseSettings(pylon, { region, apiToken }));
  expect(hosts('us')).toEqual(['api.usepylon.com']);
  expect(hosts('eu')).toEqual(['api.eu.usepylon.com']);
});

test('waits as long as its own header asks, which is not the usual one, else a minute', () => {
  expect(rateLimitOf(pylon, { headers: {}, status: 429 }, new Date(0))).toEqual({
    retryAfterMs: 60_000,
  });
  const headers = { 'x-retry-after': '12', 'x-rate-limit-remaining': '0' };
  expect(rateLimitOf(pylon, { headers, status: 429 }, new Date(0))).toEqual({
    remaining: 0,
    retryAfterMs: 12_000,
  });
});
