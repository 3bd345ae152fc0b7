/**
 * Bounds how many tasks run at once, over all and for each key. The key's place is taken first: a slow host fills
 * its own line, never the places of the others.
 */
export function createGate({ total, perKey }: { total: number; perKey: number }) {
  const all = createLine(total);
  const lines = new Map<string, ReturnType<typeof createLine>>();

  return async function pass<Value>(
    key: string,
    signal: AbortSignal,
    task: () => Promise<Value>,
  ): Promise<Value> {
    const line = lines.get(key) ?? createLine(perKey);
    lines.set(key, line);
    try {
      return await line.run(signal, () => all.run(signal, task));
    } finally {
      if (line.isIdle()) lines.delete(key);
    }
  };
}

function createLine(limit: number) {
  let active = 0;
  const waiting: (() => void)[] = [];

  const leave = () => {
    const next = waiting.shift();
    // A place passes straight to the next in line.
    if (next) next();
    else active -= 1;
  };
  return {
    isIdle: () => active === 0,
    async run<Value>(signal: AbortSignal, task: () => Promise<Value>): Promise<Value> {
      if (active < limit) active += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        signal.throwIfAborted();
        return await task();
      } finally {
        leave();
      }
    },
  };
}
