export { getProvider as get } from './get.ts';
export { listCatalog as list } from './list.ts';
