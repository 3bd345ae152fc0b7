import type { LiveMessage } from '@patchbay/trpc';

/** One subscriber's messages, between whoever sends them and a connection that takes its time. */
export type Mailbox = {
  put(message: LiveMessage): void;
  /** Ends the messages with an error, after those that already wait. */
  fail(error: Error): void;
  messages(): AsyncGenerator<LiveMessage>;
};

/** Holds at most `limit` messages; past that they become one `resync`, so memory is bounded and nothing is hidden. */
export function createMailbox(limit: number, signal: AbortSignal): Mailbox {
  let waiting: LiveMessage[] = [];
  let failure: Error | undefined;
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });

  return {
    put(message) {
      waiting =
        waiting.length < limit
          ? [...waiting, message]
          : [{ id: message.id, update: { type: 'resync' } }];
      wake();
    },
    fail(error) {
      failure = error;
      wake();
    },
    async *messages() {
      while (!signal.aborted) {
        const [next, ...rest] = waiting;
        if (next !== undefined) {
          waiting = rest;
          yield next;
        } else if (failure !== undefined) {
          throw failure;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
