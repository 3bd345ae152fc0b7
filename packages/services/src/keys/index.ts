export { createKey as create } from './create.ts';
export { listKeys as list } from './list.ts';
export { revokeKey as revoke } from './revoke.ts';
