export { withLock } from './lock.ts';
export { freePort } from './port.ts';
export type { Embedded, EmbeddedOptions } from './start.ts';
export { startEmbedded } from './start.ts';
