/** Repeatable chance (mulberry32): the same seed gives the same customers on every machine. */
export function chance(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[below(items.length)] ?? items[0];
  return { below, pick };
}

export type Chance = ReturnType<typeof chance>;

/** Everything happened before this moment, so that data does not depend on when a test runs. */
const anchor = Date.UTC(2026, 8, 1, 8, 0, 0);
export const daysBefore = (days: number, minutes = 0): string =>
  new Date(anchor - days * 86_400_000 - minutes * 60_000).toISOString();
