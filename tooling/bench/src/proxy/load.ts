import { connect } from 'node:net';

export type Load = {
  port: number;
  path: string;
  headers?: Record<string, string>;
  concurrency: number;
};
export type Took = { perSecond: number; p50Ms: number; p99Ms: number; count: number };

/**
 * Keeps `concurrency` requests under way over as many connections for some time, with as little work of its own as
 * possible: the request is the same bytes each time, and of the answer only the end is looked for.
 */
export async function load(
  { port, path, headers = {}, concurrency }: Load,
  ms: number,
): Promise<Took> {
  const bytes = requestOf({ port, path, headers });
  const times: number[] = [];
  const started = performance.now();
  const until = started + ms;
  await Promise.all(Array.from({ length: concurrency }, () => lane(port, bytes, until, times)));
  const seconds = (performance.now() - started) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return {
    perSecond: times.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    count: times.length,
  };
}

/** Asks and hangs up as soon as an answer begins, once for each of `concurrency` connections. */
export async function abandon({ port, path, headers = {}, concurrency }: Load): Promise<void> {
  const bytes = requestOf({ port, path, headers });
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.once('data', () => socket.destroy());
      socket.write(bytes);
    });
  await Promise.all(Array.from({ length: concurrency }, one));
}

function requestOf({ port, path, headers = {} }: Omit<Load, 'concurrency'>): Buffer {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers });
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  );
}

function lane(port: number, bytes: Buffer, until: number, times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let sentAt = 0;
    let missing = -1;
    let head = '';
    const next = () => {
      if (performance.now() >= until) {
        socket.destroy();
        resolve();
        return;
      }
      missing = -1;
      head = '';
      sentAt = performance.now();
      socket.write(bytes);
    };
    const finished = () => {
      times.push(performance.now() - sentAt);
      next();
    };
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (missing >= 0) {
        missing -= chunk.length;
        if (missing <= 0) finished();
        return;
      }
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!head.startsWith('HTTP/1.1 200')) {
        reject(new Error(`answered ${head.slice(0, end)}`));
        socket.destroy();
        return;
      }
      const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
      if (length === undefined) {
        reject(new Error('the answer has no length'));
        socket.destroy();
        return;
      }
      missing = Number(length) - (head.length - end - 4);
      if (missing <= 0) finished();
    });
  });
}
