/** The sandbox's time: a test may move it on instead of waiting for a token to end. */
export function createClock(source: () => number = Date.now) {
  let offset = 0;
  return {
    now: (): number => source() + offset,
    advance(seconds: number): void {
      offset += seconds * 1000;
    },
  };
}
export type SandboxClock = ReturnType<typeof createClock>;
