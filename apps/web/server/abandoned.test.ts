import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closed, listening, openUpstream } from './proxy/testing/upstream.ts';
import { openProduct, type Product, type Visitor } from './testing/product.ts';

let upstream: Awaited<ReturnType<typeof openUpstream>>;
let product: Product;
let program: Visitor;
let base: string;
const server = createServer((...both) => void getRequestListener(product.app.fetch)(...both));
/** Resolves with the next request that reaches the provider, which never answers it. */
let arrival: () => Promise<IncomingMessage>;

beforeAll(async () => {
  upstream = await openUpstream();
  arrival = () =>
    new Promise((resolve) => {
      upstream.answer = resolve;
    });
  const place = `127.0.0.1:${upstream.port}`;
  const sandbox = { allow: [place], rewrites: { '*.syncromsp.com': `http://${place}` } };
  product = await openProduct(undefined, { sandbox });
  program = await product.program(await product.found('Acme'));
  const settings = { subdomain: 'acme', apiToken: 'a-token-of-some-length' };
  await program.client.integrations.configure.mutate({ provider: 'syncro', settings });
  base = `http://127.0.0.1:${await listening(server)}`;
});
afterAll(async () => {
  await closed(server);
  await product.close();
  await upstream.close();
});

const json = (body: object) => ({ method: 'POST', body: JSON.stringify(body) });
const integration = '/api/v1/integrations/syncro';

it.each<[string, string, RequestInit]>([
  ['a call', `${integration}/call`, json({ endpoint: '/me' })],
  ['a test call', `${integration}/test-call`, json({ endpoint: '/me' })],
  ['an operation', `${integration}/operations/customers.list`, json({ input: {} })],
  ['a typed operation', `/api/trpc/operations.syncro.customers.list?input=%7B%7D`, {}],
])('%s that nobody waits for any more ends at the provider too', async (_, path, init) => {
  const arrived = arrival();
  const stop = new AbortController();
  const headers = { ...program.headers, 'content-type': 'application/json' };
  const asked = fetch(`${base}${path}`, { ...init, headers, signal: stop.signal });
  asked.catch(() => undefined);
  const { socket } = await arrived;
  const ended = once(socket, 'close');
  stop.abort();
  await ended;
  await expect(asked).rejects.toThrow(/abort/);
  await product.calls.flush();
  const [latest] = (await program.client.calls.list.query()).items;
  expect(latest).toMatchObject({ status: 'canceled', errorCode: 'canceled', httpStatus: null });
});
