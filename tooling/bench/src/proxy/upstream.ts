import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';

/** Answers JSON of the size that the path ends in (`/1024`), whatever stands before it. */
const bodies = new Map<string, Buffer>();
const bodyOf = (size: string): Buffer => {
  const known = bodies.get(size);
  if (known) return known;
  const made = Buffer.from(JSON.stringify({ data: 'x'.repeat(Math.max(1, Number(size) - 11)) }));
  bodies.set(size, made);
  return made;
};
const server = createServer((request, response) => {
  const body = bodyOf(/(\d+)$/.exec(request.url ?? '')?.[1] ?? '1024');
  response.writeHead(200, [
    'content-type',
    'application/json',
    'content-length',
    String(body.length),
  ]);
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
