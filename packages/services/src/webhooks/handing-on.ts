import type { Runtime } from '../kernel/index.ts';
import { handOnEvents, retryFailedEvents } from './hand-on.ts';

export type HandingOn = {
  /** Something may wait; also called for every message of `waitingChannel`. */
  wake(): void;
  /** Ends after the transaction under way. */
  stop(): Promise<void>;
};

export type HandingOnOptions = {
  runtime: Runtime;
  /** How often to look without being woken, in milliseconds; 1,000 unless told. */
  pollMs?: number;
  /** How often to try events again that failed, in milliseconds; 30,000 unless told. */
  retryMs?: number;
  /** Trouble, such as the database being away; the next look is made anyway. */
  onTrouble(error: unknown): void;
};

/** Hands received events on until it is stopped; any number of processes may do so, and take turns. */
export function openHandingOn(options: HandingOnOptions): HandingOn {
  const { runtime, pollMs = 1_000, retryMs = 30_000, onTrouble } = options;
  let isStopping = false;
  let isWanted = false;
  let running: Promise<void> | null = null;

  const run = async () => {
    while (isWanted && !isStopping) {
      isWanted = false;
      const { isMore } = await handOnEvents(runtime);
      isWanted ||= isMore;
    }
  };
  const wake = () => {
    isWanted = true;
    if (isStopping) return;
    running ??= run()
      .catch(onTrouble)
      .finally(() => {
        running = null;
      });
  };
  const timers = [
    setInterval(wake, pollMs),
    setInterval(() => void retryFailedEvents(runtime).catch(onTrouble), retryMs),
  ];
  wake();
  return {
    wake,
    async stop() {
      isStopping = true;
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}
