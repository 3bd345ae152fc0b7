import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';

/** The channel that wakes those who hand events on. */
export const waitingChannel = 'patchbay_webhooks';

/** Who works off the events hears of new ones this often at most; the first after a pause at once. */
const wakeMs = 20;

export type Waker = { now(): void; close(): Promise<void> };

/** Says that events wait. Outside of their transaction: a NOTIFY in it would put all commits of the server in line. */
export function createWaker(
  { orm }: Pick<Runtime, 'orm'>,
  onError: (error: unknown) => void,
): Waker {
  let timer: NodeJS.Timeout | null = null;
  let isDue = false;
  let sending: Promise<void> = Promise.resolve();
  const send = () => {
    isDue = false;
    sending = sql`select pg_notify(${waitingChannel}, '')`
      .execute(orm.em.fork().getKysely())
      .then(() => undefined, onError);
    timer = setTimeout(() => {
      timer = null;
      if (isDue) send();
    }, wakeMs).unref();
  };
  return {
    now() {
      isDue = true;
      if (!timer) send();
    },
    async close() {
      if (timer) clearTimeout(timer);
      if (isDue) send();
      if (timer) clearTimeout(timer);
      await sending;
    },
  };
}
