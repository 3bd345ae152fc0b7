import { demo, type Sandbox, startSandbox } from '@patchbay/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Founded,
  openProduct,
  origin,
  type Product,
  type Visitor,
} from './testing/product.ts';

const { settings } = demo;

let sandbox: Sandbox;
let product: Product;
let acme: Founded;
let program: Visitor;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  product = await openProduct(undefined, { sandbox });
  acme = await product.found('Acme');
  program = await product.program(acme);
  await program.client.integrations.configure.mutate({
    provider: 'syncro',
    settings: settings.syncro,
  });
});
afterEach(() => sandbox.clearFaults());
afterAll(async () => {
  await product.close();
  await sandbox.close();
});

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('the call should have been refused'),
    (error) => ({ status: error.data.httpStatus, ...error.data.patchbay, message: error.message }),
  );

const send = async (method: string, path: string, body?: unknown, as = program) => {
  const answer = await as.fetch(`/api/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text && JSON.parse(text) };
};

describe('the paths of the seeds', () => {
  it('calls, keeps the call on record and finds it again', async () => {
    const correlationId = 'from-the-path-of-the-seeds';
    const called = await send('POST', '/integrations/syncro/call', {
      endpoint: '/customers',
      query: { page: 1 },
      correlationId,
    });
    expect(called).toMatchObject({ status: 200, body: { httpStatus: 200, correlationId } });
    expect(called.body.data.customers.length).toBeGreaterThan(0);
    await product.calls.flush();
    const from = encodeURIComponent(new Date(Date.now() - 60_000).toISOString());
    const listed = await send('GET', `/calls?correlationId=${correlationId}&from=${from}`);
    expect(listed.body.items).toHaveLength(1);
    const [{ id, createdAt }] = listed.body.items;
    const got = await send('GET', `/calls/${id}?createdAt=${encodeURIComponent(createdAt)}`);
    expect(got.body).toMatchObject({ id, endpoint: '/customers?page=1', httpStatus: 200 });
    expect(got.body.curl).not.toContain(settings.syncro.apiToken);
    expect((await send('GET', `/calls?until=${from}`)).body.items).toEqual([]);
  });

  it('tries a call, and answers trouble', async () => {
    const path = '/integrations/syncro/test-call';
    const fine = await send('POST', path, { endpoint: '/me' });
    expect(fine).toMatchObject({ status: 200, body: { ok: true, httpStatus: 200 } });
    sandbox.setFault(settings.syncro.apiToken, { fault: '500' });
    const bad = await send('POST', path, { endpoint: '/me' });
    expect(bad).toMatchObject({ status: 200, body: { ok: false, code: 'provider' } });
    expect(bad.body.correlationId).toMatch(/^call_/);
  });

  it('lists what a provider can do, and does it', async () => {
    const listed = await send('GET', '/integrations/syncro/operations');
    const names = listed.body.map(({ name }: { name: string }) => name);
    expect(names).toContain('customers.list');
    const ran = await send('POST', '/integrations/syncro/operations/customers.list', {
      input: {},
    });
    expect(ran.status).toBe(200);
    expect(JSON.stringify(ran.body.output)).toContain('business_name');
  });

  it('limits calls and takes the limit away again', async () => {
    const limits = { mode: 'observe', perMinute: 600, burst: 10 };
    const set = await send('PUT', '/integrations/syncro/limits', { limits });
    expect(set).toMatchObject({ status: 200, body: { own: limits } });
    expect((await send('GET', '/integrations/syncro/limits')).body.own).toEqual(limits);
    const taken = await send('PUT', '/integrations/syncro/limits', { limits: null });
    expect(taken.body.own).toBeNull();
  });

  it('reads a connection and ends it', async () => {
    const { body } = await send('GET', '/integrations/slack/connection');
    expect(body).toMatchObject({ provider: 'slack', state: 'none' });
    const ended = await send('DELETE', '/integrations/slack/connection');
    expect(ended).toMatchObject({ status: 200, body: { revocation: 'none' } });
    expect((await send('GET', '/repairs')).body).toEqual([]);
  });

  it('starts a connection for people only', async () => {
    const started = await send('POST', '/integrations/reddit/authorize', {});
    expect(started).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const settingsOfApp = { settings: demo.apps.reddit };
    await send('POST', '/integrations/reddit/configure', settingsOfApp);
    const { status, body } = await send('POST', '/integrations/reddit/authorize', {}, acme.owner);
    expect(status).toBe(200);
    expect(new URL(body.url).searchParams.get('redirect_uri')).toBe(
      `${origin}/oauth/reddit/callback`,
    );
  });
});

describe('typed operations', () => {
  it('answer what the provider declares', async () => {
    const { client } = program;
    const { customers } = await client.operations.syncro.customers.list.query({});
    expect(customers[0]?.id).toBeGreaterThan(0);
    const { output } = await client.operations.run.mutate({
      provider: 'syncro',
      operation: 'customers.list',
    });
    expect(output).toMatchObject({ customers });
  });

  it('name what is wrong with their input', async () => {
    const call = program.client.operations.syncro.tickets.create.mutate({
      customerId: 1,
      subject: '',
    });
    const { code, fields } = await refusal(call);
    expect(code).toBe('invalid_input');
    expect(Object.keys(fields)).toEqual(['input.subject']);
  });
});

describe('failed calls', () => {
  const problem = async (provider: string, body: object) =>
    send('POST', `/integrations/${provider}/call`, body);

  it.each([
    ['an address of another host', 'syncro', 'https://evil.example/x', 400, 'invalid_path', false],
    ['a way out of the API', 'syncro', '/../../etc', 400, 'invalid_path', false],
    ['an integration that is not set up', 'msp360', '/x', 409, 'not_configured', false],
    ['a provider without an API', 'obs', '/x', 409, 'not_configured', false],
  ])(
    '%s is the same over REST and tRPC',
    async (_, provider, endpoint, status, code, retryable) => {
      const answer = await problem(provider, { endpoint });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer).toMatchObject({ status, body: { status, code, retryable } });
      const said = await refusal(program.client.calls.make.mutate({ provider, endpoint }));
      expect(said).toMatchObject({ status, call: code, retryable });
      expect(said.message).toBe(answer.body.detail);
    },
  );

  it('say how long to wait', async () => {
    sandbox.setFault(settings.syncro.apiToken, { fault: '429' });
    const first = await problem('syncro', { endpoint: '/me' });
    expect(first).toMatchObject({ status: 200, body: { httpStatus: 429 } });
    const second = await problem('syncro', { endpoint: '/me' });
    expect(second).toMatchObject({ status: 429, body: { code: 'rate_limited', retryable: true } });
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('calls:make', () => {
  const attempts: [string, (visitor: Visitor) => Promise<unknown>][] = [
    ['calls.make', ({ client }) => client.calls.make.mutate({ provider: 'obs', endpoint: '/' })],
    ['calls.test', ({ client }) => client.calls.test.mutate({ provider: 'obs', endpoint: '/' })],
    [
      'operations.run',
      ({ client }) => client.operations.run.mutate({ provider: 'syncro', operation: 'me.get' }),
    ],
    ['a typed operation', ({ client }) => client.operations.syncro.customers.list.query({})],
  ];

  it.each(attempts)('is needed for %s', async (_, attempt) => {
    const reader = await product.program(acme, ['settings:read', 'settings:edit', 'audit:read']);
    const member = await product.join(acme, 'member');
    const operator = product.inside(product.operator, acme.slug);
    for (const visitor of [reader, member, operator]) {
      expect(await refusal(attempt(visitor))).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });

  it('alone is enough to call, and for nothing else', async () => {
    const caller = await product.program(acme, ['calls:make']);
    const other = await product.found('Other');
    const { key } = await product.program(other, ['calls:make']);
    const tried = await caller.client.calls.test.mutate({ provider: 'msp360', endpoint: '/x' });
    expect(tried).toMatchObject({ ok: false, code: 'not_configured' });
    const { client } = caller;
    const refused = await Promise.all([
      refusal(client.calls.list.query()),
      refusal(client.integrations.list.query()),
      refusal(client.calls.setLimits.mutate({ provider: 'syncro', limits: null })),
      refusal(client.connections.disconnect.mutate({ provider: 'syncro' })),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    const foreign = product.visit({ 'x-api-key': key });
    const reached = await foreign.client.calls.test.mutate({ provider: 'syncro', endpoint: '/me' });
    expect(reached).toMatchObject({ ok: false, code: 'not_configured' });
  });
});
