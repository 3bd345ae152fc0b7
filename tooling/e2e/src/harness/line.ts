import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A second address of the product whose connections can be cut, as by a cable that is pulled. */
export type Line = { url: string; cut(): void; mend(): Promise<void> };

export async function openLine(to: string): Promise<Line> {
  const target = Number(new URL(to).port);
  const open = new Set<Socket>();
  let server: Server;
  const listen = async (port: number): Promise<number> => {
    server = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      for (const end of [near, far]) {
        open.add(end);
        end.on('error', () => end.destroy());
        end.on('close', () => open.delete(end));
      }
      near.pipe(far).pipe(near);
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : port;
  };
  const port = await listen(0);
  return {
    url: `http://localhost:${port}`,
    cut() {
      server.close();
      for (const end of open) end.destroy();
    },
    mend: async () => void (await listen(port)),
  };
}
