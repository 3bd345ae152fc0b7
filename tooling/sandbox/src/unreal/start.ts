import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answerRpc } from './rpc.ts';

export type FakeUnreal = {
  /** `https://127.0.0.1:<port>/api` */
  url: string;
  user: string;
  password: string;
  /** Of its self-signed certificate. */
  tlsFingerprint: string;
  close(): Promise<void>;
};

const [user, password] = ['patchbay', 'sandbox-rpc-password'];

/**
 * Stands in for UnrealIRCd 6, which Debian does not package: JSON-RPC over TLS with a self-signed certificate and HTTP
 * Basic. As the real one it refuses in plain text, and its answers carry neither a type nor a length and end the
 * connection.
 */
export async function startUnreal(port = 0): Promise<FakeUnreal> {
  const [key, cert] = await Promise.all(
    ['key.pem', 'certificate.pem'].map((name) => readFile(new URL(name, import.meta.url))),
  );
  const server = createServer({ key, cert }, (request, response) => {
    void bodyOf(request).then((body) => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { fingerprint256: tlsFingerprint } = new X509Certificate(cert ?? '');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    user,
    password,
    tlsFingerprint,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer({ method, url, headers }: IncomingMessage, response: ServerResponse, body: string) {
  const send = (status: number, text: string) => {
    response.sendDate = false;
    response.removeHeader('transfer-encoding');
    response.writeHead(status, { connection: 'close' });
    response.end(text);
  };
  if (url !== '/api' || method !== 'POST') return send(404, 'Page not found.\n');
  if (headers.authorization !== `Basic ${btoa(`${user}:${password}`)}`)
    return send(401, 'Authentication required\n');
  send(200, JSON.stringify(answerRpc(body)));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
