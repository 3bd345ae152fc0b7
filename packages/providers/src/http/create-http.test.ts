import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@patchbay/core';
import { afterEach, expect, test } from 'vitest';
import { standIn } from '../testing/stand-in.ts';
import { createHttp } from './create-http.ts';
import type { HttpOptions, OutboundRequest } from './http.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serving(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function open(options: Partial<HttpOptions> = {}) {
  const http = createHttp({ clock: systemClock, sleep: async () => {}, ...options });
  closers.push(() => http.close());
  return http;
}

const get = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  url: new URL(url),
  method: 'GET',
  headers: {},
  idempotent: true,
  ...more,
});

const toLoopback = async () => [{ address: '127.0.0.1', family: 4 as const }];

test('connects to the address that was checked, under the name that was asked for', async () => {
  let host: string | undefined;
  const port = await serving((request, reply) => {
    host = request.headers.host;
    reply.end('hello');
  });
  let asked = 0;
  const http = open({
    allow: [`wiki.example.test:${port}`],
    resolve: () => {
      asked += 1;
      return toLoopback();
    },
  });
  const reply = await http.send(get(`http://wiki.example.test:${port}/x`));
  expect(reply).toMatchObject({ status: 200, body: 'hello' });
  expect(host).toBe(`wiki.example.test:${port}`);
  expect(asked).toBe(1);
});

test('a name that turns to a private address later is refused at the connection', async () => {
  const port = await serving((_request, reply) => reply.end('inside'));
  const http = open({ resolve: toLoopback, retries: 0 });
  await expect(http.send(get(`http://rebound.example.test:${port}/`))).rejects.toMatchObject({
    kind: 'refused',
  });
});

test('hands a redirect back without following it', async () => {
  let requests = 0;
  const port = await serving((_request, reply) => {
    requests += 1;
    reply.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
  });
  const http = open({ allow: [`127.0.0.1:${port}`] });
  expect((await http.send(get(`http://127.0.0.1:${port}/`))).status).toBe(302);
  expect(requests).toBe(1);
});

test('the target of a rewrite must be allowed, too', async () => {
  const port = await serving((request, reply) => reply.end(request.url));
  const rewrites = { '*.vendor.example': `http://127.0.0.1:${port}` };
  const request = get('https://acme.vendor.example/api/me?x=1');
  await expect(open({ rewrites }).send(request)).rejects.toMatchObject({ kind: 'refused' });
  const http = open({ rewrites, allow: [`127.0.0.1:${port}`] });
  expect((await http.send(request)).body).toBe('/acme.vendor.example/api/me?x=1');
  expect(http.rewrites).toEqual([
    { pattern: '*.vendor.example', target: `http://127.0.0.1:${port}` },
  ]);
});

test('stops reading an answer at the limit', async () => {
  const port = await serving((_request, reply) => {
    reply.write('x'.repeat(600));
    reply.write('x'.repeat(600));
  });
  const http = open({ allow: [`127.0.0.1:${port}`], maxBodyBytes: 1_000 });
  await expect(http.send(get(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({
    kind: 'invalid_response',
  });
});

test('gives up at the deadline, whether the silence is before or inside the answer', async () => {
  const port = await serving((request, reply) => {
    if (request.url === '/half') reply.write('half');
  });
  const http = open({ allow: [`127.0.0.1:${port}`], timeoutMs: 100 });
  for (const path of ['/', '/half'])
    await expect(http.send(get(`http://127.0.0.1:${port}${path}`))).rejects.toMatchObject({
      kind: 'unreachable',
      message: '127.0.0.1 did not answer in 0.1 s.',
    });
});

test('the caller can stop a call', async () => {
  const port = await serving(() => {});
  const http = open({ allow: [`127.0.0.1:${port}`] });
  const stop = new AbortController();
  const call = http.send(get(`http://127.0.0.1:${port}/`, { signal: stop.signal }));
  stop.abort();
  await expect(call).rejects.toMatchObject({ kind: 'unreachable', message: /stopped/ });
});

test('a closed port and a nonsense answer are told apart', async () => {
  const port = await serving((request) => request.socket.end('SSH-2.0-OpenSSH\r\n'));
  const http = open({ allow: ['127.0.0.1'], retries: 0 });
  await expect(http.send(get(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({
    kind: 'invalid_response',
  });
  await expect(http.send(get('http://127.0.0.1:1/'))).rejects.toMatchObject({
    kind: 'unreachable',
    message: '127.0.0.1 refused the connection.',
  });
});

test('a header that cannot be sent fails without showing its value', async () => {
  const http = open({ allow: ['127.0.0.1'] });
  const headers = { authorization: 'Bearer very\nsecret' };
  const failure = await http.send(get('http://127.0.0.1:1/', { headers })).catch(String);
  expect(failure).toContain('cannot be sent');
  expect(failure).not.toContain('secret');
});

/** Answers with the given statuses, one after the other, then 200. */
function answering(statuses: number[], headers: [string, string][] = []) {
  const queue = [...statuses];
  return standIn(() => {
    const status = queue.shift() ?? 200;
    return { status, headers: status === 200 ? [] : headers, body: {} };
  });
}

test('repeats an idempotent call a bounded number of times', async () => {
  const recovering = answering([503, 502]);
  expect((await open({ fetch: recovering.fetch }).send(get('https://a.example/'))).status).toBe(
    200,
  );
  expect(recovering.calls).toHaveLength(3);

  const broken = answering([503, 503, 503, 503]);
  expect((await open({ fetch: broken.fetch }).send(get('https://a.example/'))).status).toBe(503);
  expect(broken.calls).toHaveLength(3);
});

test('does not repeat what is not idempotent, nor what will not get better', async () => {
  const post = answering([503]);
  const once = get('https://a.example/', { method: 'POST', idempotent: false });
  expect((await open({ fetch: post.fetch }).send(once)).status).toBe(503);
  expect(post.calls).toHaveLength(1);

  const refused = answering([401]);
  expect((await open({ fetch: refused.fetch }).send(get('https://a.example/'))).status).toBe(401);
  expect(refused.calls).toHaveLength(1);
});

test('waits as long as Retry-After asks, if that is short, and hands back a long one', async () => {
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const short = answering([429], [['retry-after', '2']]);
  const calm = { sleep, random: () => 0.5 };
  expect((await open({ ...calm, fetch: short.fetch }).send(get('https://a.example/'))).status).toBe(
    200,
  );
  expect(waits).toEqual([2_100]);

  const long = answering([429], [['retry-after', '60']]);
  expect((await open({ ...calm, fetch: long.fetch }).send(get('https://a.example/'))).status).toBe(
    429,
  );
  expect(waits).toHaveLength(1);
});

test('keeps to the number of calls in flight to one host', async () => {
  let active = 0;
  let most = 0;
  const { fetch } = standIn(async () => {
    active += 1;
    most = Math.max(most, active);
    await new Promise((resolve) => setImmediate(resolve));
    active -= 1;
    return { body: {} };
  });
  const http = open({ fetch, perHostConcurrency: 3 });
  await Promise.all(Array.from({ length: 20 }, () => http.send(get('https://a.example/'))));
  expect(most).toBe(3);
});

test('keeps a limit over all hosts of a vendor, but not for a stand-in', async () => {
  const waits: number[] = [];
  const { fetch } = standIn(() => ({ body: {} }));
  const clock = { now: () => new Date(0) };
  const sleep = async (ms: number) => void waits.push(ms);
  const throttle = { scope: 'vendor', perMinute: 60 };
  const sendTwelve = async (options: Partial<HttpOptions>) => {
    const http = open({ fetch, clock, sleep, ...options });
    for (let host = 0; host < 12; host += 1)
      await http.send(get(`https://h${host}.vendor.example/`, { throttle }));
  };
  await sendTwelve({});
  expect(waits).toEqual([1_000]);
  await sendTwelve({
    rewrites: { '*.vendor.example': 'http://127.0.0.1:4010' },
    allow: ['127.0.0.1:4010'],
  });
  expect(waits).toHaveLength(1);
});

test('says who calls', async () => {
  const { fetch, calls } = standIn(() => ({ body: {} }));
  await open({ fetch }).send(get('https://a.example/'));
  expect(calls[0]?.headers['user-agent']).toMatch(/^Patchbay\//);
});
