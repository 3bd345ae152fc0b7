// Run by `http/tls.test.ts` under Node and under Deno: pinned certificates on real sockets, as JSON.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { systemClock } from '@patchbay/core';
import { createHttp } from '../http/create-http.ts';
import { OutboundError } from '../http/errors.ts';
import { fingerprintOf, secureSocket } from '../http/tls.ts';

const certificate = (name: string) =>
  readFileSync(new URL(`../http/samples/test-${name}.pem`, import.meta.url));
const listening = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

let calls = 0;
const own = { key: certificate('key'), cert: certificate('certificate') };
const secure = createSecureServer(own, (_request, reply) => {
  calls += 1;
  reply.end('here');
});
const plain = createServer((_request, reply) => reply.end('here'));
const [securePort, plainPort] = [await listening(secure), await listening(plain)];

const http = createHttp({
  clock: systemClock,
  allow: ['127.0.0.1'],
  rewrites: { 'played.example.test': `http://127.0.0.1:${plainPort}` },
  retries: 0,
});
const pinned = fingerprintOf(own.cert);
const other = fingerprintOf(certificate('authority'));
const at = `https://127.0.0.1:${securePort}/`;
const kindOf = (error: unknown) =>
  error instanceof OutboundError ? error.message.replace(/:\d+/, '') : String(error);

const call = (url: string, tlsFingerprint?: string) =>
  http
    .send({ url: new URL(url), method: 'GET', headers: {}, tlsFingerprint })
    .then(({ body }) => body, kindOf);
const streamed = (tlsFingerprint?: string) =>
  new Promise<string>((resolve) => {
    let text = '';
    http.streams.send(
      {
        origin: new URL(at).origin,
        path: '/',
        method: 'GET',
        headers: [],
        body: null,
        tlsFingerprint,
      },
      {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData(_control, chunk) {
          text += chunk;
        },
        onResponseEnd: () => resolve(text),
        onResponseError: (_control, error) => resolve(kindOf(error)),
      },
    );
  });
const probed = async (url: string, tlsFingerprint?: string) =>
  (await http.probe(new URL(url), { tlsFingerprint })).reports.at(-1)?.note.replace(/^TLS\S+ /, '');
const shaken = async (tlsFingerprint?: string) => {
  const socket = await http.connect(new URL(`xmpp://127.0.0.1:${securePort}`));
  const settled = await secureSocket(socket, {
    host: '127.0.0.1',
    tlsFingerprint,
    timeoutMs: 2_000,
  }).then(
    () => 'trusted',
    (error) => (error instanceof OutboundError ? error.message : 'not trusted'),
  );
  socket.destroy();
  return settled;
};

const result = {
  unpinned: await call(at),
  wrong: await call(at, other),
  callsThatArrived: calls,
  right: await call(at, pinned),
  rightAgain: await call(at, pinned),
  rightThenUnpinned: await call(at),
  rightThenWrong: await call(at, other),
  plain: await call(`http://127.0.0.1:${plainPort}/`, pinned),
  playedBySandbox: await call('https://played.example.test/', pinned),
  streamedUnpinned: (await streamed()) === 'here',
  streamedWrong: await streamed(other),
  streamedRight: await streamed(pinned),
  probedRight: await probed(at, pinned),
  probedWrong: await probed(at, other),
  probedUnpinned: await probed(at),
  probedPlain: await probed(`http://127.0.0.1:${plainPort}/`, pinned),
  socketRight: await shaken(pinned),
  socketWrong: await shaken(other),
  socketUnpinned: await shaken(),
};
await http.close();
for (const server of [secure, plain]) {
  server.closeAllConnections();
  server.close();
}
console.log(JSON.stringify(result));
