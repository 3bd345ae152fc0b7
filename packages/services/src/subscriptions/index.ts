export { createSubscription as create } from './create.ts';
export { getSubscription as get } from './get.ts';
export { listSubscriptions as list } from './list.ts';
export { removeSubscription as remove } from './remove.ts';
export { rotateSubscriptionSecret as rotateSecret } from './rotate-secret.ts';
export { disableSubscription as disable, enableSubscription as enable } from './switch.ts';
export { testSubscription as test } from './test.ts';
export { updateSubscription as update } from './update.ts';
