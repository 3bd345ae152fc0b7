export type { FreshDatabase } from './database.ts';
export { emptyDatabase, freshDatabase } from './database.ts';
export type { FixedClock } from './fixed-clock.ts';
export { fixedClock } from './fixed-clock.ts';
