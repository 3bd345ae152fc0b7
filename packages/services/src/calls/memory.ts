/** Things that are loaded once and remembered until an event, or their age, says that they may have changed. */
export type Memory<Value> = {
  /** What is remembered and still good; never waits. */
  peek(key: string): Value | undefined;
  /** What is remembered, or loaded now; callers that come meanwhile share the loading. */
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  forget(isMeant: (value: Value) => boolean): void;
  forgetAll(): void;
};

type Entry<Value> = { value: Value; storedAt: number };

export type MemoryOptions = {
  capacity: number;
  /** How long a thing may be used without a word, in milliseconds; asked anew for each look. */
  ageMs: () => number;
};

/**
 * `forget` also concerns what is being loaded at that moment: it may have been read before the change, so it serves
 * those who asked for it, and nobody after them.
 */
export function createMemory<Value>({ capacity, ageMs }: MemoryOptions): Memory<Value> {
  const entries = new Map<string, Entry<Value>>();
  const loading = new Map<string, Promise<Value>>();
  let version = 0;

  const store = (key: string, value: Value) => {
    entries.delete(key);
    entries.set(key, { value, storedAt: performance.now() });
    for (const oldest of entries.keys()) {
      if (entries.size <= capacity) break;
      entries.delete(oldest);
    }
  };
  const load = async (key: string, work: () => Promise<Value>): Promise<Value> => {
    const started = version;
    const value = await work();
    if (version === started) store(key, value);
    return value;
  };
  const peek = (key: string): Value | undefined => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    if (performance.now() - entry.storedAt <= ageMs()) return entry.value;
    entries.delete(key);
    return undefined;
  };

  return {
    peek,
    async get(key, work) {
      const known = peek(key);
      if (known !== undefined) return known;
      const running = loading.get(key);
      if (running) return running;
      const started = load(key, work).finally(() => {
        if (loading.get(key) === started) loading.delete(key);
      });
      loading.set(key, started);
      return started;
    },
    forget(isMeant) {
      version += 1;
      loading.clear();
      for (const [key, { value }] of entries) if (isMeant(value)) entries.delete(key);
    },
    forgetAll() {
      version += 1;
      loading.clear();
      entries.clear();
    },
  };
}
