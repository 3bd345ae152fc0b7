import { createServer, type RequestListener, type Server } from 'node:http';

/** A port or address that cannot be had; the message says which and what to do. */
export class ListenError extends Error {}

const advice: Partial<Record<string, (place: string) => string>> = {
  EADDRINUSE: (place) => `${place} is in use. Stop the other program or set PORT.`,
  EACCES: (place) => `${place} is not permitted. Set PORT to 1024 or above.`,
  EADDRNOTAVAIL: (place) => `${place} is not an address of this machine. Set HOST.`,
};

export async function listen(
  handler: RequestListener,
  port: number,
  host: string,
): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const say = advice[error.code ?? ''];
      reject(say ? new ListenError(say(`${host}:${port}`), { cause: error }) : error);
    });
    server.listen(port, host, resolve);
  });
  return server;
}

const graceMs = 1_000;

/** Stops taking requests, lets the running ones finish within the grace, then cuts what is left. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose last answer ends after this moment stays open for its keep-alive otherwise.
  const sweep = setInterval(() => server.closeIdleConnections(), 25);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
