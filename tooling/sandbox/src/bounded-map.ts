/** A map that forgets its oldest entry when it is full, so that a long demo stays small. */
export function boundedMap<Value>(limit: number) {
  const entries = new Map<string, Value>();
  return {
    get: (key: string): Value | undefined => entries.get(key),
    set(key: string, value: Value): Value {
      entries.delete(key);
      entries.set(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= limit) break;
        entries.delete(oldest);
      }
      return value;
    },
    delete: (key: string): boolean => entries.delete(key),
    clear: (): void => entries.clear(),
    values: (): Value[] => [...entries.values()],
    get size() {
      return entries.size;
    },
  };
}
export type BoundedMap<Value> = ReturnType<typeof boundedMap<Value>>;

/** Builds each account's data once. */
export function remember<Value>(build: (key: string) => Value, limit = 500) {
  const built = boundedMap<Value>(limit);
  return (key: string): Value => built.get(key) ?? built.set(key, build(key));
}
