import process from 'node:process';
import { systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { openOrm } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import { openPolicy, type Runtime } from '../../kernel/index.ts';
import { settleRemovals } from '../settle-due.ts';
import { joinTwoSystems } from './two-systems.ts';

/** One process that removes accounts of people who left, to be killed while it does. */
export type RemoverOrder = { url: string; keys: string; offboardingId: string };

joinTwoSystems();
const order: RemoverOrder = JSON.parse(process.argv[2] ?? '');
const runtime: Runtime = {
  orm: await openOrm({ url: order.url, poolSize: 4, applicationName: 'remover' }),
  keys: await parseKeyRing(order.keys),
  clock: systemClock,
  http: createHttp({ clock: systemClock, allow: ['127.0.0.1'], retries: 0 }),
  signup: 'closed',
  oauth: openPolicy('http://patchbay.test'),
};
const { offboardingId } = order;
const { signal } = new AbortController();
process.send?.(await settleRemovals(runtime, { offboardingId, limit: 10, signal }));
