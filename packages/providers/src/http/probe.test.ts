import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttp } from './create-http.ts';
import type { Http } from './http.ts';

let server: Server | undefined;
let http: Http | undefined;
afterEach(async () => {
  await http?.close();
  server?.close();
});

async function counting() {
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
    socket.resume();
  });
  server = listener;
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  return { port, connections: () => connections };
}

test('a reached address is opened once for a whole sweep, and again after a while', async () => {
  const { port, connections } = await counting();
  let now = Date.UTC(2026, 0, 1);
  http = createHttp({ clock: { now: () => new Date(now) }, allow: ['127.0.0.1'] });
  const url = new URL(`http://127.0.0.1:${port}/`);
  const probes = await Promise.all(Array.from({ length: 20 }, () => http?.probe(url)));
  expect(probes.every((probe) => probe?.failure === null)).toBe(true);
  expect(connections()).toBe(1);
  now += 11_000;
  await http.probe(url);
  expect(connections()).toBe(2);
});

test('two ports that speak something of their own are two places', async () => {
  const { port, connections } = await counting();
  http = createHttp({ clock: { now: () => new Date(0) }, allow: ['127.0.0.1'] });
  const { reports } = await http.probe(new URL(`ssh://127.0.0.1:${port}`));
  expect(reports.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
    'address passed',
    'tls skipped',
  ]);
  expect((await http.probe(new URL('ssh://127.0.0.1:1'))).failure).toMatchObject({
    kind: 'unreachable',
  });
  expect(connections()).toBe(1);
});

test('a failure is not remembered', async () => {
  const { port, connections } = await counting();
  http = createHttp({ clock: { now: () => new Date(0) }, allow: ['127.0.0.1'] });
  const url = new URL(`http://127.0.0.1:${port}/`);
  const closed = new Promise((resolve) => server?.close(resolve));
  await closed;
  expect((await http.probe(url)).failure).toMatchObject({ kind: 'unreachable' });
  const again = createServer((socket) => void socket.resume());
  server = again;
  await new Promise<void>((resolve) => again.listen(port, '127.0.0.1', resolve));
  expect((await http.probe(url)).failure).toBeNull();
  expect(connections()).toBe(0);
});

test('a refused address fails at the first step, naming the setting', async () => {
  http = createHttp({ clock: { now: () => new Date(0) } });
  const { reports, failure } = await http.probe(new URL('http://127.0.0.1:9/'));
  expect(failure).toMatchObject({ kind: 'refused' });
  expect(reports).toEqual([
    {
      stage: 'address',
      outcome: 'failed',
      latencyMs: 0,
      note: expect.stringContaining('OUTBOUND_ALLOW'),
    },
  ]);
});
