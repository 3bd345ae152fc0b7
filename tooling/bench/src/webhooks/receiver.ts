import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';

/**
 * A program that takes webhooks and answers 204, in a process of its own so that it does not share a thread with whoever
 * measures. `GET /count` and `GET /arrivals` tell what came and when, in Unix milliseconds.
 */
const arrivals: Record<string, number> = {};
let count = 0;

const server = createServer((request, response) => {
  if (request.method === 'GET')
    return response.end(JSON.stringify(request.url === '/count' ? count : arrivals));
  const at = performance.timeOrigin + performance.now();
  request.resume().on('end', () => {
    const id = String(request.headers['webhook-id']).replace('evt_', '');
    if (id !== 'bare') {
      arrivals[id] ??= at;
      count += 1;
    }
    response.writeHead(204).end();
  });
});
server.keepAliveTimeout = 30_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
});
process.on('disconnect', () => process.exit());
