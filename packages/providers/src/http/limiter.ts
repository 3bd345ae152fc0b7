/** Lets `limit` tasks of one key run at a time; the others wait in the order they came. */
export function createLimiter(limit: number) {
  const running = new Map<string, { active: number; waiting: (() => void)[] }>();

  return async function limited<T>(key: string, signal: AbortSignal, task: () => Promise<T>) {
    const lane = running.get(key) ?? { active: 0, waiting: [] };
    running.set(key, lane);
    if (lane.active >= limit) await turn(lane.waiting, signal);
    else lane.active += 1;
    try {
      return await task();
    } finally {
      // A place passes straight to the next in line, so `active` only falls when nobody waits.
      const next = lane.waiting.shift();
      if (next) next();
      else {
        lane.active -= 1;
        if (lane.active === 0) running.delete(key);
      }
    }
  };
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      const at = waiting.indexOf(go);
      if (at >= 0) waiting.splice(at, 1);
      reject(signal.reason);
    };
    const go = () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    waiting.push(go);
  });
}
