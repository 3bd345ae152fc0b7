import { createServer } from 'node:net';
import { exitCodes } from '@patchbay/core';
import { Halt } from './stop-signal.ts';

/**
 * The port to serve on: the wanted one if it is free, or for 0 one that the system chooses. Checked
 * before anything else is started, because the database and the build take longer than this answer.
 */
export function choosePort(host: string, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, wanted)));
    probe.listen({ host, port: wanted, exclusive: true }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : wanted;
      probe.close(() => resolve(port));
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
