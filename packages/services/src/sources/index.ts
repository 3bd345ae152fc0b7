export { createSource as create } from './create.ts';
export { getSource as get } from './get.ts';
export { listSources as list } from './list.ts';
export { removeSource as remove } from './remove.ts';
export { rotateSourceSecret as rotateSecret } from './rotate-secret.ts';
export { listSenders as senders } from './senders.ts';
export { tryVerifier } from './try-verifier.ts';
export { updateSource as update } from './update.ts';
