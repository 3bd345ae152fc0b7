export { createPatchbayClient, type PatchbayClient, type PatchbayClientOptions } from './client.ts';
export { type ClientErrorCode, PatchbayClientError } from './error.ts';
export { type EventsOptions, events, type PatchbayEvent } from './events.ts';
