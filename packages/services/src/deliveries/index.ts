export { discardDeadLetters as discardAll, discardDelivery as discard } from './discard.ts';
export { getDelivery as get } from './get.ts';
export { listDeliveries as list } from './list.ts';
export { retryDeadLetters as retryAll, retryDelivery as retry } from './retry.ts';
export { summarizeDeliveries as summary } from './summary.ts';
