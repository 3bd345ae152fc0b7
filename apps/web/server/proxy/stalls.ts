/** Somebody whose next byte is waited for. */
export type Waiting = { movedAt: number; stalled(): void };

/** Ends those who neither send nor read for too long; one timer for all of them, since most never wait. */
export function createStallWatch(idleMs: number) {
  const waiting = new Set<Waiting>();
  const timer = setInterval(
    () => {
      const limit = performance.now() - idleMs;
      for (const one of waiting) {
        if (one.movedAt > limit) continue;
        waiting.delete(one);
        one.stalled();
      }
    },
    Math.max(20, idleMs / 4),
  ).unref();
  return {
    add: (one: Waiting) => void waiting.add(one),
    remove: (one: Waiting) => void waiting.delete(one),
    close: () => clearInterval(timer),
  };
}
export type StallWatch = ReturnType<typeof createStallWatch>;
