export { leaveOrganization as leave } from './leave.ts';
export { listMembers as list } from './list.ts';
export { removeMember as remove } from './remove.ts';
export { updateMemberRole as updateRole } from './update-role.ts';
