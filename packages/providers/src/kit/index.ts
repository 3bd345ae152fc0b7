export * from './check.ts';
export { type OpenedClient, openClient } from './client.ts';
export * from './field.ts';
export * from './provider.ts';
export * from './settings.ts';
