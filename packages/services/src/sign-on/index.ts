export { createSignOnClient as create } from './create.ts';
export { listSignOnClients as list } from './list.ts';
export { removeSignOnClient as remove } from './remove.ts';
export { replaceSignOnSecret as replaceSecret } from './replace-secret.ts';
