import { connect } from 'node:net';

export type Took = { perSecond: number; p50Ms: number; p99Ms: number; count: number };

/** One connection that sends ready-made requests and resolves with the status of each answer. */
export async function openLine(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let answered: ((status: number) => void) | null = null;
  let failed: ((error: Error) => void) | null = null;
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    const status = Number(text.slice(9, 12));
    text = '';
    answered?.(status);
  });
  const fail = () => failed?.(new Error('the line was lost'));
  socket.on('error', fail);
  socket.on('close', fail);
  return {
    send: (request: Buffer) =>
      new Promise<number>((resolve, reject) => {
        if (socket.destroyed) reject(new Error('the line was lost'));
        answered = resolve;
        failed = reject;
        socket.write(request);
      }),
    close: () => void socket.destroy(),
  };
}

/** Does all the work with so many at a time, as fast as it goes. */
export async function inParallel<Item, Worker>(
  items: readonly Item[],
  workers: readonly Worker[],
  work: (worker: Worker, item: Item) => Promise<void>,
): Promise<Took> {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    workers.map(async (worker) => {
      for (let item = items[next++]; item !== undefined; item = items[next++]) {
        const at = performance.now();
        await work(worker, item);
        times.push(performance.now() - at);
      }
    }),
  );
  return tookOf(times, performance.now() - started);
}

/**
 * Begins work at a fixed rate whatever becomes of it, and counts from the moment it was due: what waits for a free
 * worker waits on the clock.
 */
export async function atRate<Item, Worker>(
  items: readonly Item[],
  workers: readonly Worker[],
  perSecond: number,
  work: (worker: Worker, item: Item) => Promise<void>,
): Promise<Took> {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    workers.map(async (worker) => {
      for (let at = next++; at < items.length; at = next++) {
        const due = started + (at * 1_000) / perSecond;
        const ahead = due - performance.now();
        if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
        const begun = Math.max(due, performance.now() - 2);
        const item = items[at];
        if (item !== undefined) await work(worker, item);
        times.push(performance.now() - begun);
      }
    }),
  );
  return tookOf(times, performance.now() - started);
}

function tookOf(times: number[], ms: number): Took {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    perSecond: (times.length * 1_000) / ms,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    count: times.length,
  };
}
