export { authorizeConnection as authorize } from './authorize.ts';
export { confirmAccount } from './confirm.ts';
export { disconnectIntegration as disconnect } from './disconnect.ts';
export { dropAccount } from './drop.ts';
export { getConnection as get } from './get.ts';
