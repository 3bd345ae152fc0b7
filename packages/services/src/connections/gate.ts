/** Lets `limit` tasks run at once; the others wait in line. */
export function createGate(limit: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async function pass<Value>(task: () => Promise<Value>): Promise<Value> {
    if (running < limit) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // A place passes straight to the next in line.
      if (next) next();
      else running -= 1;
    }
  };
}
