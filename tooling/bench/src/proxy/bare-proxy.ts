import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { Agent, stream } from 'undici';

/** The limit: Node's `http` server piping through undici, and nothing else. */
const target = process.argv[2] ?? '';
const dispatcher = new Agent({ connections: 256, pipelining: 1 });
const server = createServer(({ method = 'GET', url = '/' }, outgoing) => {
  stream(
    `${target}${url}`,
    { method: method as 'GET', headers: { accept: '*/*' }, dispatcher },
    ({ statusCode, headers }) => {
      const { connection: _c, 'keep-alive': _k, 'transfer-encoding': _t, ...answered } = headers;
      return outgoing.writeHead(statusCode, answered);
    },
  ).catch(() => outgoing.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
