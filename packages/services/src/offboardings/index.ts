export { offboardingEvidence as evidence } from './evidence.ts';
export { getOffboarding as get } from './get.ts';
export { listOffboardings as list } from './list.ts';
export { planOffboarding as plan } from './plan.ts';
export { retryRemoval as retry } from './retry.ts';
export { settleRemoval as settle } from './settle.ts';
export { startOffboarding as start } from './start.ts';
