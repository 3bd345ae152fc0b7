export { createOrganization as create } from './create.ts';
export { currentOrganization as current } from './current.ts';
export { listOrganizations as list } from './list.ts';
export { myOrganizations as mine } from './mine.ts';
export { updateOrganization as update } from './update.ts';
