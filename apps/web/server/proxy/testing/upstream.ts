import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createSocketServer,
  type Socket,
} from 'node:net';

export type Seen = { method: string; url: string; headers: string[] };

/** A provider of the test's own making, which remembers every request as it came. */
export async function openUpstream() {
  const seen: Seen[] = [];
  const upstream = {
    seen,
    answer: (_request: IncomingMessage, response: ServerResponse): void => {
      response.setHeader('content-type', 'application/json');
      response.end('{"ok":true}');
    },
  };
  const server = createServer((request, response) => {
    const { method = '', url = '', rawHeaders } = request;
    seen.push({ method, url, headers: rawHeaders });
    upstream.answer(request, response);
  });
  const port = await listening(server);
  return Object.assign(upstream, { port, close: () => closed(server) });
}

/** A provider that speaks bytes: for answers that no honest server sends. */
export async function openRawUpstream(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

export const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Sends bytes as they are and answers everything that comes back until the other side ends, or the time is up. */
export function sendRaw(port: number, text: string, ms = 2_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    const timer = setTimeout(finish, ms);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', finish);
    socket.on('error', finish);
    socket.write(Buffer.from(text, 'latin1'));
  });
}
