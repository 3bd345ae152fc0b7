import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type ReceiverProcess = {
  url: string;
  count(): Promise<number>;
  /** When each event first arrived, by its id, in Unix milliseconds. */
  arrivals(): Promise<Record<string, number>>;
  close(): Promise<void>;
};

export async function spawnReceiver(): Promise<ReceiverProcess> {
  const child = fork(fileURLToPath(new URL('receiver.ts', import.meta.url)));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const base = `http://127.0.0.1:${port}`;
  const ask = async (path: string) => JSON.parse(await (await fetch(`${base}${path}`)).text());
  return {
    url: `${base}/hooks`,
    count: () => ask('/count'),
    arrivals: () => ask('/arrivals'),
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
