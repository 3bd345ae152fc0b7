export { listRepairs as list } from './list.ts';
