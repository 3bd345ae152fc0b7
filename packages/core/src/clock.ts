/** Time comes in from outside so that tests can turn it. */
export type Clock = { now(): Date };
export const systemClock: Clock = { now: () => new Date() };

/** The start of the slot (`minutes` long, counted from midnight UTC) that a moment falls into. */
export function slotOf(moment: Date, minutes: number): Date {
  const length = minutes * 60_000;
  return new Date(Math.floor(moment.getTime() / length) * length);
}
