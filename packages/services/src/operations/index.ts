export { listOperations as list } from './list.ts';
export { runOperation as run } from './run.ts';
