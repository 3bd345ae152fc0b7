export { createPatchbayClient, type PatchbayClient, type PatchbayClientOptions } from './client.ts';
export { type ClientErrorCode, PatchbayClientError } from './error.ts';
