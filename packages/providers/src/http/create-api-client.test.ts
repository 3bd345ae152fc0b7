import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Answer, standIn } from '../testing/stand-in.ts';
import { createApiClient, urlUnder } from './create-api-client.ts';
import { createHttp } from './create-http.ts';

const Reply = z.object({ id: z.number() });

function client(answer: Answer) {
  const { fetch, calls } = standIn(answer);
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const baseUrl = new URL('https://api.example/v1/');
  return { api: createApiClient({ http, baseUrl, cookies: false }), calls };
}

test('parses an answer and drops what the schema does not name', async () => {
  const { api, calls } = client(() => ({ body: { id: 1, token: 'x' } }));
  expect(await api.json('/things', Reply, { query: { page: 2, none: undefined } })).toEqual({
    id: 1,
  });
  expect(calls[0]?.url.href).toBe('https://api.example/v1/things?page=2');
});

test.each([
  [401, 'auth'],
  [403, 'auth'],
  [404, 'not_found'],
  [410, 'not_found'],
  [429, 'rate_limited'],
  [301, 'misconfigured'],
  [422, 'provider'],
  [500, 'provider'],
])('status %i is an error of kind %s that keeps the status', async (status, kind) => {
  const { api } = client(() => ({ status, body: 'text that may hold anything' }));
  const error = await api.json('/x', Reply).catch((caught) => caught);
  expect(error).toMatchObject({ kind, status });
  expect(error.message).not.toContain('anything');
});

test('a rate limit carries the seconds to wait', async () => {
  const { api } = client(() => ({ status: 429, headers: [['retry-after', '60']], body: '' }));
  await expect(api.json('/x', Reply)).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: 60,
  });
});

test('an answer of another form is refused by the place, not by its content', async () => {
  const { api } = client(() => ({ body: { id: 'secret text' } }));
  const error = await api.json('/x', Reply).catch((caught) => caught);
  expect(error).toMatchObject({ kind: 'invalid_response' });
  expect(error.message).toBe('The answer does not have the expected form (id).');
});

test('sends JSON and forms with their content types', async () => {
  const { api, calls } = client(() => ({ body: { id: 1 } }));
  await api.json('/x', Reply, { method: 'POST', json: { a: 1 } });
  await api.json('/x', Reply, { method: 'POST', form: { b: 'c d' } });
  expect(calls.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
    ['application/json; charset=utf-8', '{"a":1}'],
    ['application/x-www-form-urlencoded', 'b=c+d'],
  ]);
});

const base = new URL('https://api.example/v1');

test.each(['/../admin', '/..', '/%2e%2e/admin', '/./../../x', '2/x'])(
  'the path %s does not leave the base address',
  (path) => expect(() => urlUnder(base, path)).toThrow(/leaves/),
);

test.each([
  ['', 'https://api.example/v1'],
  ['/a/b', 'https://api.example/v1/a/b'],
  ['/a?b=c', 'https://api.example/v1/a%3Fb=c'],
  ['//evil.example/x', 'https://api.example/v1//evil.example/x'],
])('the path %j becomes %s', (path, href) => expect(urlUnder(base, path).href).toBe(href));
