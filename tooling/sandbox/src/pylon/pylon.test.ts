import { expect, test } from 'vitest';
import { openForTests } from '../testing/open.ts';

const { sandbox, call } = openForTests();

type Init = RequestInit & { token?: string; host?: string; json?: unknown };
const api = (
  path: string,
  { token = 'sandbox-pylon-us-1', host = 'api.usepylon.com', json, ...init }: Init = {},
) =>
  call(`/${host}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...init,
  });

test('me describes the organization', async () => {
  const { body } = await api('/me');
  expect(body).toEqual({
    data: { id: 'org_1_0000', name: expect.any(String) },
    request_id: expect.any(String),
  });
  const eu = await api('/me', { token: 'sandbox-pylon-eu-1', host: 'api.eu.usepylon.com' });
  expect(eu.status).toBe(200);
});

test('refusals say what is wrong with a token', async () => {
  const codeOf = async (init: Init) => {
    const { status, body } = await api('/me', init);
    expect(body).toMatchObject({ errors: [expect.any(String)], request_id: expect.any(String) });
    return [status, body.code];
  };
  expect(await codeOf({ headers: {} })).toEqual([401, 'invalid_authorization_header']);
  expect(await codeOf({ token: 'nobody' })).toEqual([401, 'invalid_api_token']);
  expect(await codeOf({ token: 'sandbox-pylon-eu-1' })).toEqual([401, 'wrong_region_token']);
  expect(await codeOf({ host: 'api.eu.usepylon.com' })).toEqual([401, 'wrong_region_token']);
});

test('issues need both times, at most 30 days apart', async () => {
  const between = (start: string, end: string) =>
    api(`/issues?start_time=${start}&end_time=${end}&limit=10`);
  expect((await api('/issues')).status).toBe(400);
  expect((await between('2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z')).status).toBe(400);
  const { body } = await between('2026-08-03T00:00:00Z', '2026-09-01T12:00:00Z');
  expect(body.data).toHaveLength(10);
  expect(body.pagination).toEqual({ cursor: 'at_10', has_next_page: true });
});

test('an issue is made, found, changed and cleared by an empty string', async () => {
  expect((await api('/issues', { method: 'POST', json: { title: 'x' } })).body.code).toBe(
    'invalid_parameter',
  );
  const json = { title: 'Fan is loud', body_html: '<p>It is.</p>', assignee_id: 'user_1' };
  const made = (await api('/issues', { method: 'POST', json })).body.data as { id: string };
  expect(made).toMatchObject({ title: 'Fan is loud', state: 'new', assignee: { id: 'user_1' } });
  const changed = await api(`/issues/${made.id}`, {
    method: 'PATCH',
    json: { state: 'closed', assignee_id: '' },
  });
  expect(changed.body.data).toMatchObject({ state: 'closed', assignee: null });
  const filter = { field: 'title', operator: 'equals', value: 'Fan is loud' };
  expect(
    (await api('/issues/search', { method: 'POST', json: { filter } })).body.data,
  ).toHaveLength(1);
  const unknown = await api('/issues/none');
  expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
});

test('accounts come in pages', async () => {
  const ids: string[] = [];
  let cursor = '';
  do {
    const { body } = await api(`/accounts?limit=5&cursor=${cursor}`);
    ids.push(...(body.data as { id: string }[]).map(({ id }) => id));
    cursor = (body.pagination as { cursor: string }).cursor;
  } while (cursor !== '');
  expect(new Set(ids).size).toBe(12);
});

test('an endpoint has its own limit for each organization', async () => {
  const path = '/issues?start_time=2026-08-25T00:00:00Z&end_time=2026-09-01T00:00:00Z';
  const other = { token: 'sandbox-pylon-us-70' };
  const first = await api(path, other);
  expect(first.headers.get('x-rate-limit-remaining')).toBe('29');
  for (let count = 0; count < 29; count += 1) await api(path, other);
  const limited = await api(path, other);
  expect([limited.status, limited.body.code]).toEqual([429, 'rate_limited']);
  expect(limited.headers.get('x-retry-after')).toMatch(/^\d+$/);
  expect((await api('/me', other)).status).toBe(200);
  sandbox().enforceLimits(false);
  expect((await api(path, other)).status).toBe(200);
  sandbox().enforceLimits(true);
});
