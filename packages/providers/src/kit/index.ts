export * from './check.ts';
export { baseUrlOf, type OpenedClient, openClient } from './client.ts';
export * from './field.ts';
export * from './provider.ts';
export * from './settings.ts';
