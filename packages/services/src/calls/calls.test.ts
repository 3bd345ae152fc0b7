import { AuditLog, CallLog, IntegrationConfig } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import { openWorld, type World } from '../kernel/testing/world.ts';
import { callIntegration } from './call.ts';
import { type Calls, openCalls } from './calls.ts';

let world: World;
let calls: Calls;
beforeAll(async () => {
  world = await openWorld();
  calls = openCalls(world.runtime, {
    usageLogging: true,
    onError: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await calls.close();
  await world.close();
});
beforeEach(() => {
  world.upstream.instead = null;
  world.upstream.calls.length = 0;
});

const secret = 'a-token-of-some-length';

async function connected() {
  const tenant = await world.organization();
  const owner = await tenant.as('owner');
  world.upstream.tokens.add(secret);
  const settings = { subdomain: 'acme', apiToken: secret };
  await services.integrations.configure(owner, { provider: 'syncro', settings });
  const { principal } = owner;
  const call = (parts: object = {}) =>
    callIntegration(world.runtime, { provider: 'syncro', endpoint: '/me', ...parts, principal });
  return { tenant, owner, call };
}

async function withDiscord() {
  const owner = await (await world.organization()).as('owner');
  const settings = {
    applicationId: '123456789012345678',
    publicKey: 'ab'.repeat(32),
    botToken: `${'M'.repeat(24)}.sandbx.${owner.principal.organizationId.replaceAll('-', '')}`,
    guildId: '123456789012345678',
  };
  await services.integrations.configure(owner, { provider: 'discord', settings });
  return { owner, principal: owner.principal };
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { call?: string }) => error.call,
  );

const logged = async (organizationId: string) => {
  await calls.flush();
  const em = world.runtime.orm.em.fork();
  return em.find(CallLog, { organizationId }, { orderBy: { createdAt: 'asc', id: 'asc' } });
};

describe('a call', () => {
  it('answers what the provider answered, with its times', async () => {
    const { call } = await connected();
    const result = await call({ correlationId: 'corr-1234' });
    expect(result).toMatchObject({
      httpStatus: 200,
      data: { user_id: 1, user_name: 'Ada' },
      correlationId: 'corr-1234',
    });
    const { totalMs, ...parts } = result.timings;
    const sum = Object.values(parts).reduce((whole, part) => whole + part, 0);
    expect(Math.abs(sum - totalMs)).toBeLessThan(0.001);
    expect(world.upstream.calls).toEqual(['acme.syncromsp.com/api/v1/me']);
  });

  it('hands errors of the provider on as answers', async () => {
    const { call } = await connected();
    world.upstream.instead = () => new Response('<h1>down</h1>', { status: 500 });
    expect(await call()).toMatchObject({ httpStatus: 500, data: '<h1>down</h1>' });
  });

  it.each([
    ['invalid_path', { endpoint: 'https://evil.example/' }],
    ['invalid_path', { endpoint: '/../admin' }],
    ['invalid_request', { headers: { 'x-a': 'b\r\nx-c: d' } }],
    ['invalid_request', { headers: { 'x a': 'b' } }],
    ['invalid_request', { method: 'GET', body: { a: 1 } }],
    ['not_configured', { provider: 'nothing' }],
    ['not_configured', { provider: 'obs' }],
    ['not_configured', { provider: 'msp360' }],
  ])('is refused as %s: %j', async (code, parts) => {
    const { call } = await connected();
    expect(await refusal(call(parts))).toBe(code);
    expect(world.upstream.calls).toEqual([]);
  });

  it('is refused while the integration is switched off, and stays its own organization’s', async () => {
    const { owner, call } = await connected();
    await services.integrations.toggle(owner, { provider: 'syncro' });
    calls.setListening(false);
    expect(await refusal(call())).toBe('disabled');
    const other = await (await world.organization()).as('owner');
    const elsewhere = { provider: 'syncro', endpoint: '/me', principal: other.principal };
    expect(await refusal(callIntegration(world.runtime, elsewhere))).toBe('not_configured');
    expect(world.upstream.calls).toEqual([]);
  });

  it('that nobody answers is told apart from one that was stopped', async () => {
    const { call } = await connected();
    world.upstream.instead = () => Promise.reject(new TypeError('fetch failed'));
    expect(await refusal(call())).toBe('unreachable');
    const stop = new AbortController();
    world.upstream.instead = () => new Promise(() => stop.abort());
    expect(await refusal(call({ signal: AbortSignal.abort() }))).toBe('canceled');
  });
});

describe('refused credentials', () => {
  it('that nothing can renew put the integration into error, once', async () => {
    const { tenant, owner, call } = await connected();
    world.upstream.instead = () => Response.json({ error: 'no' }, { status: 401 });
    const answers = await Promise.all([call(), call(), call()]);
    expect(answers.map(({ httpStatus }) => httpStatus)).toEqual([401, 401, 401]);
    const em = world.runtime.orm.em.fork();
    const row = await em.findOneOrFail(IntegrationConfig, {
      organizationId: tenant.id,
      provider: 'syncro',
    });
    expect(row).toMatchObject({ status: 'error', healthReason: 'auth', checksHeld: true });
    const trail = await em.find(AuditLog, { organizationId: tenant.id, action: 'health_error' });
    expect(trail).toHaveLength(1);
    expect(JSON.stringify(trail)).not.toContain(secret);
    expect(await services.repairs.list(owner, {})).toMatchObject([
      {
        integrationId: row.id,
        kind: 'credentials_refused',
        severity: 'critical',
        action: { kind: 'edit_settings' },
      },
    ]);
  });

  it('do the same when an operation meets them', async () => {
    const { owner } = await connected();
    world.upstream.instead = () => Response.json({ error: 'no' }, { status: 401 });
    const operation = 'customers.list';
    expect(await refusal(services.operations.run(owner, { provider: 'syncro', operation }))).toBe(
      'auth',
    );
    expect(await services.repairs.list(owner, {})).toMatchObject([
      { kind: 'credentials_refused', action: { kind: 'edit_settings' } },
    ]);
  });
});

describe('a test call', () => {
  it('answers as the seed has it, whatever happens', async () => {
    const { owner } = await connected();
    const test = (parts: object) =>
      services.calls.test(owner, { provider: 'syncro', endpoint: '/me', ...parts });
    expect(await test({})).toMatchObject({
      ok: true,
      httpStatus: 200,
      correlationId: expect.stringMatching(/^call_/),
      data: { user_name: 'Ada' },
    });
    expect(await test({ endpoint: '//evil.example', correlationId: 'mine-1234' })).toEqual({
      ok: false,
      code: 'invalid_path',
      message: 'The path must not contain "//".',
      correlationId: 'mine-1234',
    });
    world.upstream.instead = () => Response.json({}, { status: 503 });
    expect(await test({})).toMatchObject({ ok: false, code: 'provider', httpStatus: 503 });
  });
});

describe('the log', () => {
  it('holds a row for each call, without secrets', async () => {
    const { tenant, call, owner } = await connected();
    world.upstream.instead = () =>
      Response.json({ echo: `Bearer ${secret}`, email: 'ada@example.org', token: 'fresh' });
    await call({
      method: 'POST',
      endpoint: '/customers?api_key=hidden&page=1',
      body: { name: 'Ada', password: 'open sesame', note: secret },
      headers: { 'x-note': 'kept out of the log' },
    });
    const [row, ...others] = await logged(tenant.id);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      organizationId: tenant.id,
      actor: { type: 'user', id: owner.principal.actor.id },
      userId: owner.principal.actor.id,
      method: 'POST',
      endpoint: '/customers?api_key=[redacted]&page=1',
      status: 'ok',
      httpStatus: 200,
      errorCode: null,
      requestTruncated: '{"name":"Ada","password":"[redacted]","note":"[redacted]"}',
      responseTruncated: '{"echo":"Bearer [redacted]","email":"[redacted]","token":"[redacted]"}',
    });
    const contents = await world.contents();
    expect(contents['public.integration_call_logs']).not.toMatch(
      /open sesame|hidden|fresh|kept out/,
    );
    for (const text of Object.values(contents)) expect(text).not.toContain(secret);
  });

  it('cuts bodies, and keeps what failed and what was turned away', async () => {
    const { tenant, call } = await connected();
    world.upstream.instead = () => Response.json({ long: 'x'.repeat(10_000) });
    await call();
    world.upstream.instead = () => Promise.reject(new TypeError('fetch failed'));
    await refusal(call());
    world.upstream.instead = () =>
      new Response('', { status: 429, headers: { 'retry-after': '30' } });
    await call();
    expect(await refusal(call())).toBe('rate_limited');
    const rows = await logged(tenant.id);
    const found = rows.map(({ status, httpStatus, errorCode }) => [status, httpStatus, errorCode]);
    expect(found).toHaveLength(4);
    expect(found).toContainEqual(['ok', 200, null]);
    expect(found).toContainEqual(['error', null, 'unreachable']);
    expect(found).toContainEqual(['error', 429, null]);
    expect(found).toContainEqual(['error', null, 'rate_limited']);
    const long = rows.find(({ httpStatus }) => httpStatus === 200)?.responseTruncated ?? '';
    expect(long.length).toBeLessThan(4_200);
    expect(long).toMatch(/… \[10011 bytes\]$/);
  });

  it('is read in pages and by filters, within one organization', async () => {
    const { owner, call } = await connected();
    for (let number = 0; number < 7; number += 1) {
      world.upstream.instead = () => Response.json({}, { status: number % 2 === 0 ? 200 : 404 });
      await call({
        endpoint: `/item/${number}`,
        correlationId: `corr-${number}${number}${number}`,
      });
      if (number % 3 === 0) world.clock.advance(1_000);
    }
    await calls.flush();
    const list = (input: object) => services.calls.list(owner, input);
    const all = await list({});
    expect(all.items).toHaveLength(7);
    const pages = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        limit: 3,
        ...(cursor && { cursor }),
      });
      pages.push(page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(all.items.map(({ id }) => id));
    expect((await list({ outcome: '4xx' })).items).toHaveLength(3);
    expect((await list({ outcome: 'error' })).items).toHaveLength(3);
    expect((await list({ correlationId: 'corr-222' })).items).toHaveLength(1);
    expect((await list({ provider: 'msp360' })).items).toEqual([]);
    const until = all.items[0]?.createdAt;
    expect((await list({ until })).items.length).toBeLessThan(7);
    await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });

    const [first] = all.items;
    const place = { id: first?.id ?? '', createdAt: first?.createdAt ?? new Date(0) };
    const detail = await services.calls.get(owner, place);
    expect(detail.curl).toContain('/proxy/syncro/item/6');
    expect(detail.curl).not.toContain(secret);
    expect(detail.curl).toMatch(/^curl -X 'GET' 'http/);
    const stranger = await (await world.organization()).as('owner');
    expect((await services.calls.list(stranger, {})).items).toEqual([]);
    await expect(services.calls.get(stranger, place)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['GET', '/me?api_key=hidden', undefined, [`curl -X 'GET' --globoff 'http`]],
    ['HEAD', '/me', undefined, [`curl --head 'http`]],
    ['POST', '/me', { a: 1 }, [`'Content-Type: application/json'`, `--data-raw '{"a":1}'`]],
    ['POST', '/me', `it's`, [`--data-raw 'it'\\''s'`]],
  ])('says how to repeat %s %s', async (method, endpoint, body, parts) => {
    const { owner, call } = await connected();
    const headers = typeof body === 'string' ? { 'content-type': 'text/plain' } : {};
    await call({ method, endpoint, headers, ...(body && { body }) });
    await calls.flush();
    const [row] = (await services.calls.list(owner, {})).items;
    const { id = '', createdAt = new Date(0) } = row ?? {};
    const { curl } = await services.calls.get(owner, { id, createdAt });
    for (const part of parts) expect(curl).toContain(part);
    expect(curl.includes('application/json')).toBe(typeof body === 'object');
  });

  it('notes when an integration was last used', async () => {
    const { tenant, call } = await connected();
    await call();
    await calls.flush();
    const em = world.runtime.orm.em.fork();
    const row = await em.findOneOrFail(IntegrationConfig, {
      organizationId: tenant.id,
      provider: 'syncro',
    });
    expect(row.lastUsedAt).toEqual(world.clock.now());
  });
});

describe('limits', () => {
  it('of the provider are shown, and its wait is kept', async () => {
    const { owner, call } = await connected();
    world.upstream.instead = () =>
      new Response('{}', {
        status: 429,
        headers: {
          'retry-after': '30',
          'x-ratelimit-limit': '100',
          'x-ratelimit-remaining': '0',
        },
      });
    expect(await call()).toMatchObject({ httpStatus: 429 });
    const blockedUntil = new Date(world.clock.now().getTime() + 30_000);
    expect(await services.calls.limits(owner, { provider: 'syncro' })).toMatchObject({
      provider: { limit: 100, remaining: 0, blockedUntil },
    });
    await expect(call()).rejects.toMatchObject({ call: 'rate_limited', retryAfterSeconds: 30 });
    expect(world.upstream.calls).toHaveLength(1);
    world.clock.advance(30_001);
    world.upstream.instead = null;
    expect(await call()).toMatchObject({ httpStatus: 200 });
  });

  it.each([
    ['of one bucket hold its route back, and no other', {}, 'done'],
    ['over all buckets hold everything back', { 'x-ratelimit-global': 'true' }, 'rate_limited'],
  ])('%s', async (_, more, other) => {
    const { owner, principal } = await withDiscord();
    const call = (endpoint: string) =>
      callIntegration(world.runtime, { provider: 'discord', endpoint, principal });
    const headers = { 'retry-after': '5', 'x-ratelimit-bucket': 'abcd', ...more };
    world.upstream.instead = () => new Response('{}', { status: 429, headers });
    expect(await call('/users/@me')).toMatchObject({ httpStatus: 429 });
    world.upstream.instead = () => Response.json({});
    expect(await refusal(call('/users/@me?again=1'))).toBe('rate_limited');
    expect(await refusal(call('/users/@me/guilds'))).toBe(other);
    const { provider } = await services.calls.limits(owner, { provider: 'discord' });
    expect(provider.blockedUntil === null).toBe(other === 'done');
    world.clock.advance(5_001);
    expect(await refusal(call('/users/@me'))).toBe('done');
  });

  it('of the organization only count in observe mode', async () => {
    const { owner, call } = await connected();
    const limits = { mode: 'observe' as const, perMinute: 2, burst: 2 };
    await services.calls.setLimits(owner, { provider: 'syncro', limits });
    calls.setListening(false);
    for (let number = 0; number < 5; number += 1) await call();
    // Counted beside the calls, which do not wait for it.
    const over = async () => (await services.calls.limits(owner, { provider: 'syncro' })).over;
    await expect.poll(over).toBeGreaterThan(0);
    expect(world.upstream.calls).toHaveLength(5);
  });

  it('of the organization hold when they are enforced, and go when they are taken away', async () => {
    const { tenant, owner, call } = await connected();
    const limits = { mode: 'enforce' as const, perMinute: 2, burst: 3 };
    const set = (wanted: typeof limits | null) =>
      services.calls.setLimits(owner, { provider: 'syncro', limits: wanted });
    expect((await set(limits)).own).toEqual(limits);
    await set(limits);
    calls.setListening(false);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => refusal(call())));
    expect(outcomes.toSorted()).toEqual(['done', 'done', 'done', 'limited', 'limited', 'limited']);
    expect((await set(null)).own).toBeNull();
    calls.setListening(false);
    expect(await refusal(call())).toBe('done');
    const em = world.runtime.orm.em.fork();
    const trail = await em.find(AuditLog, { organizationId: tenant.id, action: 'updated' });
    expect(trail).toHaveLength(2);
  });

  it('open the circuit after many failures', async () => {
    const { owner, call } = await connected();
    world.upstream.instead = () => new Response('', { status: 503 });
    for (let number = 0; number < 20; number += 1) await call();
    expect(await refusal(call())).toBe('circuit_open');
    expect(world.upstream.calls).toHaveLength(20);
    const { breaker } = await services.calls.limits(owner, { provider: 'syncro' });
    expect(breaker.state).toBe('open');
  });
});

describe('operations', () => {
  it('are listed with their shapes, and run as the integration', async () => {
    const { tenant, owner } = await connected();
    const listed = await services.operations.list(owner, { provider: 'syncro' });
    expect(listed.map(({ name }) => name)).toContain('customers.list');
    const run = (operation: string, input = {}) =>
      services.operations.run(owner, { provider: 'syncro', operation, input });
    expect((await run('customers.list', { page: 1 })).output).toMatchObject({ customers: [] });
    await expect(run('nothing')).rejects.toMatchObject({ code: 'not_found' });
    await expect(run('constructor')).rejects.toMatchObject({ code: 'not_found' });
    await expect(run('customers.list', { page: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { 'input.page': expect.anything() },
    });
    world.upstream.instead = () => new Response('', { status: 503 });
    await expect(run('customers.list')).rejects.toMatchObject({
      call: 'provider',
      httpStatus: 503,
    });
    const rows = await logged(tenant.id);
    expect(rows.map(({ httpStatus }) => httpStatus)).toEqual([200, 503]);
  });

  it('are all there is to an API that asks nobody who they are', async () => {
    const owner = await (await world.organization()).as('owner');
    const settings = { athemeUrl: 'https://irc.example.org/jsonrpc', server: 'irc.example.org' };
    await services.integrations.configure(owner, { provider: 'irc', settings });
    const own = { provider: 'irc', endpoint: '/', method: 'POST' as const, body: {} };
    const { principal } = owner;
    expect(await refusal(callIntegration(world.runtime, { ...own, principal }))).toBe(
      'not_allowed',
    );
    expect(world.upstream.calls).toEqual([]);
    world.upstream.instead = () =>
      Response.json({ result: { online: true, accountname: '*' }, error: null, id: '1' });
    const operation = { provider: 'irc', operation: 'nick.get', input: { nick: 'ann' } };
    expect((await services.operations.run(owner, operation)).output).toEqual({
      online: true,
      account: null,
    });
    const view = await services.integrations.get(owner, { provider: 'irc' });
    expect(view).toMatchObject({ callable: false, operable: true });
    const [row] = await logged(principal.organizationId);
    expect(row).toMatchObject({ httpStatus: 200 });
    expect(JSON.stringify(row)).not.toContain('accountname');
  });

  it('tell of their requests as calls do', async () => {
    const { owner } = await connected();
    world.upstream.instead = () =>
      Response.json(
        { customers: [], meta: { total_pages: 1 } },
        { headers: { 'x-ratelimit-remaining': '179', 'set-cookie': 'session=1' } },
      );
    const result = await services.operations.run(owner, {
      provider: 'syncro',
      operation: 'customers.list',
      correlationId: 'an-operation-of-ours',
    });
    expect(result).toMatchObject({
      httpStatus: 200,
      headers: { 'x-ratelimit-remaining': '179' },
      correlationId: 'an-operation-of-ours',
    });
    expect(result.headers).not.toHaveProperty('set-cookie');
    const { totalMs, queueMs, connectMs, upstreamMs, overheadMs } = result.timings;
    expect(upstreamMs).toBeGreaterThan(0);
    expect(queueMs + connectMs + upstreamMs + overheadMs).toBeCloseTo(totalMs);
  });

  it('are on record as calls that can be made by hand', async () => {
    const { tenant, owner, call } = await connected();
    const run = (operation: string, input: Record<string, unknown>) =>
      services.operations.run(owner, { provider: 'syncro', operation, input });
    await run('customers.list', { page: 2 });
    world.upstream.instead = () =>
      new Response('', { status: 429, headers: { 'retry-after': '30' } });
    await refusal(call());
    expect(await refusal(run('customers.list', {}))).toBe('rate_limited');
    const rows = await logged(tenant.id);
    const found = rows.map(({ endpoint, httpStatus, errorCode }) => [
      endpoint,
      httpStatus,
      errorCode,
    ]);
    expect(found).toContainEqual(['/customers', null, 'rate_limited']);
    const first = rows.find(({ httpStatus }) => httpStatus === 200);
    const { id = '', createdAt = new Date(0) } = first ?? {};
    const { curl } = await services.calls.get(owner, { id, createdAt });
    expect(curl).toContain(`'http://patchbay.test/proxy/syncro/customers?page=2'`);
  });
});
