export { getEvent as get } from './get.ts';
export { listEvents as list } from './list.ts';
