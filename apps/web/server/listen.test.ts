import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { close, ListenError, listen } from './listen.ts';

const portOf = (address: string | AddressInfo | null) =>
  typeof address === 'object' && address !== null ? address.port : 0;

it('says which port is in use', async () => {
  const server = await listen(() => {}, 0, '127.0.0.1');
  const port = portOf(server.address());
  await expect(listen(() => {}, port, '127.0.0.1')).rejects.toThrow(ListenError);
  await expect(listen(() => {}, port, '127.0.0.1')).rejects.toThrow(`127.0.0.1:${port} is in use`);
  await close(server);
});

it('stops although a stream is open', async () => {
  const server = await listen((_request, response) => response.write('open'), 0, '127.0.0.1');
  const cut = new Promise<string>((resolve) => {
    get(`http://127.0.0.1:${portOf(server.address())}/`, (response) => {
      response.on('error', (error) => resolve(error.message)).resume();
      void close(server);
    });
  });
  expect(await cut).toBe('aborted');
  expect(server.listening).toBe(false);
});
