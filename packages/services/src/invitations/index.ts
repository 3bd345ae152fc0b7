export { acceptInvitation as accept } from './accept.ts';
export { cancelInvitation as cancel } from './cancel.ts';
export { createInvitation as create } from './create.ts';
export { describeInvitation as describe } from './describe.ts';
export { listInvitations as list } from './list.ts';
