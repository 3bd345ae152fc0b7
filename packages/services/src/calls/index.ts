export { getCall as get } from './get.ts';
export { getLimits as limits, setLimits } from './limits.ts';
export { listCalls as list } from './list.ts';
export { makeCall as call } from './make.ts';
export { testCall as test } from './test.ts';
