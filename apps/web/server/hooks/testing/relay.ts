import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

/** A line to PostgreSQL that can be cut and mended: for a database that is away. */
export async function openRelay(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isUp = true;
  const server = createServer((socket) => {
    if (!isUp) {
      socket.destroy();
      return;
    }
    const far = dial(Number(port), hostname);
    for (const one of [socket, far]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        socket.destroy();
        far.destroy();
      });
    }
    socket.pipe(far).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const relayed = new URL(url);
  relayed.hostname = '127.0.0.1';
  relayed.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: relayed.href,
    /** Ends every connection at once, as a killed server does, and lets no other in. */
    cut() {
      isUp = false;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isUp = true;
    },
    async close() {
      this.cut();
      server.close();
      await once(server, 'close');
    },
  };
}
