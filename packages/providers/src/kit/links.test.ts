import { type AddressInfo, createServer, type Server } from 'node:net';
import { systemClock } from '@patchbay/core';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createHttp } from '../http/create-http.ts';
import type { Http } from '../http/http.ts';
import { standIn } from '../testing/stand-in.ts';
import { openClient } from './client.ts';
import { field } from './field.ts';
import { capabilitiesOf, defineProvider } from './provider.ts';

const opened: (Server | Http)[] = [];
afterEach(async () => {
  for (const it of opened.splice(0)) await it.close();
});
const over = (http: Http) => {
  opened.push(http);
  return http;
};

const shell = defineProvider({
  key: 'shell',
  about: {
    name: 'Shell',
    vendor: 'Nobody',
    category: 'shell',
    description: 'A test.',
    docs: 'https://example.org',
    account: 'None.',
  },
  fields: { address: field.text({ label: 'Address', destination: true }) },
  auth: { kind: 'token', token: () => 'token-of-the-first-host' },
  api: {
    baseUrl: ({ address }) => address,
    speaks: 'socket',
    address: 'entered',
    client: (_http, { address }, links) => ({
      listen: async (signal?: AbortSignal) => {
        let text = '';
        for await (const chunk of await links.socket(address, { signal })) text += chunk;
        return text;
      },
      ask: () =>
        links
          .api({ baseUrl: 'https://admin.example.org/api', headers: { 'x-key': 'k' } })
          .json('/state', z.object({ ok: z.boolean() })),
    }),
  },
});

async function greeting(): Promise<string> {
  const server = createServer((socket) => socket.end('hello'));
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `ssh://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a client speaks its own protocol over a socket that was checked', async () => {
  const address = await greeting();
  const guarded = over(createHttp({ clock: systemClock }));
  const open = over(createHttp({ clock: systemClock, allow: ['127.0.0.1'] }));
  expect(await openClient(shell, { address }, { http: open })?.client.listen()).toBe('hello');
  await expect(
    openClient(shell, { address }, { http: guarded })?.client.listen(),
  ).rejects.toMatchObject({ kind: 'refused' });
});

test('stopping the client, or the one call, stops the connection', async () => {
  const address = await greeting();
  const http = over(createHttp({ clock: systemClock, allow: ['127.0.0.1'] }));
  const stopped = AbortSignal.abort();
  const client = openClient(shell, { address }, { http, signal: stopped })?.client;
  await expect(client?.listen()).rejects.toMatchObject({ kind: 'unreachable' });
  await expect(
    openClient(shell, { address }, { http })?.client.listen(stopped),
  ).rejects.toMatchObject({ kind: 'unreachable' });
});

test('another host of the integration is sent what its link says, and no credentials', async () => {
  const { fetch, calls } = standIn(() => ({ body: { ok: true } }));
  const http = over(createHttp({ clock: systemClock, fetch }));
  const client = openClient(shell, { address: 'ssh://shell.example.org:22' }, { http })?.client;
  expect(await client?.ask()).toEqual({ ok: true });
  expect(calls[0]?.url.href).toBe('https://admin.example.org/api/state');
  expect(calls[0]?.headers).toMatchObject({ 'x-key': 'k' });
  expect(calls[0]?.headers.authorization).toBeUndefined();
  await expect(client?.listen()).rejects.toMatchObject({ kind: 'unreachable' });
});

test('what speaks over a socket cannot be called', () => {
  expect(capabilitiesOf(shell)).toEqual([]);
});
