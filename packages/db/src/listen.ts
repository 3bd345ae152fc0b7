import pg from 'pg';

export type ListenerOptions = {
  url: string;
  /** Names the process in pg_stat_activity. */
  applicationName: string;
  channels: readonly string[];
  onMessage(payload: string, channel: string): void;
  /** After every connection, the first one too: what was sent before it is lost. */
  onConnected(): void;
  /** After the end of every connection: from now on something may be missed. */
  onLost?(): void;
  /** The connection was lost, or could not be made; another follows. */
  onTrouble(error: unknown): void;
};

export type Listener = {
  /** Resolves when notifications first arrive. */
  ready: Promise<void>;
  close(): Promise<void>;
};

const shortestWaitMs = 250;
const longestWaitMs = 10_000;

/** Keeps one connection that listens on some channels, and opens another whenever it is lost. */
export function listenForever(options: ListenerOptions): Listener {
  const stop = new AbortController();
  const first = Promise.withResolvers<void>();
  const done = run(options, stop.signal, first.resolve);
  return {
    ready: first.promise,
    async close() {
      stop.abort();
      first.resolve();
      await done;
    },
  };
}

async function run(options: ListenerOptions, signal: AbortSignal, onFirst: () => void) {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await listenOnce(options, signal, () => {
        failures = 0;
        options.onConnected();
        onFirst();
      });
    } catch (error) {
      options.onTrouble(error);
    }
    options.onLost?.();
    failures += 1;
    await wait(backOff(failures), signal);
  }
}

/** Doubles from 250 ms to 10 s; the random half keeps many processes from coming back at once. */
const backOff = (failures: number) =>
  Math.min(longestWaitMs, shortestWaitMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);

/** Listens until the connection ends, with an error, or until the signal aborts. */
async function listenOnce(options: ListenerOptions, signal: AbortSignal, onListening: () => void) {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: options.applicationName,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  const over = Promise.withResolvers<void>();
  const leave = () => over.resolve();
  client.on('error', over.reject);
  client.on('end', () => over.reject(new Error('connection ended')));
  client.on('notification', ({ payload, channel }) => options.onMessage(payload ?? '', channel));
  signal.addEventListener('abort', leave, { once: true });
  try {
    await client.connect();
    for (const channel of options.channels)
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    onListening();
    await over.promise;
  } finally {
    signal.removeEventListener('abort', leave);
    over.promise.catch(() => undefined);
    await client.end().catch(() => undefined);
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
    if (signal.aborted) finish();
  });
}
