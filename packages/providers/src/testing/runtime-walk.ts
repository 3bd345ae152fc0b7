// Run by `http/runtimes.test.ts` under Node and under Deno: the HTTP layer on real sockets, as JSON.
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { systemClock } from '@patchbay/core';
import { createHttp } from '../http/create-http.ts';
import { OutboundError } from '../http/errors.ts';

const certificate = (name: string) =>
  readFileSync(new URL(`../http/samples/test-${name}.pem`, import.meta.url));
const listening = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
const answer: RequestListener = (request, reply) => {
  if (request.url === '/silence') return;
  if (request.url === '/endless') return void reply.end('x'.repeat(50_000));
  reply.setHeader('set-cookie', ['a=1', 'b=2']);
  reply.end(JSON.stringify({ host: request.headers.host?.replace(/:\d+$/, '') }));
};

const plain = createServer(answer);
const secure = createSecureServer(
  { key: certificate('key'), cert: certificate('certificate') },
  answer,
);
const raw = createTcpServer((socket) => socket.on('error', () => {}).end('hello\n'));
const plainPort = await listening(plain);
const rawPort = await listening(raw);
const securePort = await listening(secure);

let connections = 0;
plain.on('connection', () => {
  connections += 1;
});
let resolutions = 0;
const http = createHttp({
  clock: systemClock,
  allow: [
    `wiki.example.test:${plainPort}`,
    `secure.example.test:${securePort}`,
    'secure.example.test:1',
    `shell.example.test:${rawPort}`,
    `127.0.0.1:${rawPort}`,
    'shell.example.test:1',
  ],
  rewrites: { 'elsewhere.example.test': `ssh://127.0.0.1:${rawPort}` },
  resolve: async () => {
    resolutions += 1;
    return [{ address: '127.0.0.1', family: 4 }];
  },
  timeoutMs: 500,
  maxBodyBytes: 10_000,
  retries: 0,
});
const visit = async (url: string) => {
  try {
    const { status, body, headers } = await http.send({
      url: new URL(url),
      method: 'GET',
      headers: {},
    });
    return { status, body, cookies: headers['set-cookie'] };
  } catch (error) {
    return error instanceof OutboundError ? error.kind : String(error);
  }
};
const heard = async (url: string) => {
  try {
    let text = '';
    for await (const chunk of await http.connect(new URL(url))) text += chunk;
    return text;
  } catch (error) {
    return error instanceof OutboundError ? error.kind : String(error);
  }
};
const probed = async (url: string) =>
  (await http.probe(new URL(url))).reports.map(({ stage, outcome }) => `${stage} ${outcome}`);

const named = `http://wiki.example.test:${plainPort}`;
const result = {
  named: await visit(`${named}/`),
  again: await visit(`${named}/`),
  resolvedOncePerConnection: resolutions === connections,
  rebound: await visit(`http://rebound.example.test:${plainPort}/`),
  metadata: await visit('http://169.254.169.254/latest/meta-data'),
  silence: await visit(`${named}/silence`),
  endless: await visit(`${named}/endless`),
  closed: await visit('http://secure.example.test:1/'),
  untrusted: await visit(`https://secure.example.test:${securePort}/`),
  notTls: await visit(`https://wiki.example.test:${plainPort}/`),
  probedPlain: await probed(`${named}/`),
  probedSecure: await probed(`https://secure.example.test:${securePort}/`),
  connected: await heard(`ssh://shell.example.test:${rawPort}`),
  connectedElsewhere: await heard('ssh://elsewhere.example.test'),
  connectedNowhere: await heard('ssh://shell.example.test:1'),
  connectedRebound: await heard(`ssh://rebound.example.test:${plainPort}`),
  connectedMetadata: await heard('ssh://169.254.169.254'),
  calledSocket: await visit(`ssh://shell.example.test:${rawPort}/`),
  probedSocket: await probed(`ssh://shell.example.test:${rawPort}`),
  probedRefused: await probed(`http://rebound.example.test:${plainPort}/`),
};
await http.close();
for (const server of [plain, secure]) {
  server.closeAllConnections();
  server.close();
}
raw.close();
console.log(JSON.stringify(result));
