export type { Embedded, EmbeddedOptions } from './start.ts';
export { startEmbedded } from './start.ts';
