import { createServer } from 'node:net';
import { exitCodes } from '@patchbay/core';
import { Halt } from './stop-signal.ts';

export type HeldPort = { port: number; release(): Promise<void> };

/**
 * The port to serve on: the wanted one if it is free, or for 0 one that the system chooses. Asked before anything
 * else is started, because the database and the build take longer than this answer, and held meanwhile: the system
 * would give a free port to the next who asks, the sandbox for one.
 */
export function holdPort(host: string, wanted: number): Promise<HeldPort> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, wanted)));
    probe.listen({ host, port: wanted, exclusive: true }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : wanted;
      probe.unref();
      const release = () => new Promise<void>((done) => probe.close(() => done()));
      resolve({ port, release });
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new Halt(
      exitCodes.unavailable,
      `Port ${port} on ${host} is in use. Choose another, for example PORT=${port + 1} npm start, or PORT=0 for any free one. A copy that runs beside another also needs its own PATCHBAY_DATA_DIR.`,
    );
  if (error.code === 'EACCES')
    return new Halt(
      77,
      `This account may not listen on port ${port}. Choose one above 1023 with PORT.`,
    );
  return new Halt(
    exitCodes.configuration,
    `HOST ${host} is no address of this machine (${error.code}).`,
  );
}
