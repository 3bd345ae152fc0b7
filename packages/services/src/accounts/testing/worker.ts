import process from 'node:process';
import { asUser, isPatchbayError, systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { openOrm } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import { services } from '../../index.ts';
import { openPolicy, type Runtime, type ServiceContext } from '../../kernel/index.ts';
import { settleAccount } from '../settle.ts';
import { joinCatalog } from './lodge.ts';

/** One process that works on accounts, to be killed while it does. */
export type WorkerOrder = {
  url: string;
  keys: string;
  organizationId: string;
  person: { id: string; name: string; email: string };
};

/** One thing to do: a verb as an admin, or the operation of one account as the job does it. */
export type WorkerTask =
  | { verb: 'create' | 'update' | 'resetSecret' | 'remove' | 'cancel'; input: object }
  | { settle: string };
export type WorkerAnswer = { outcome: string; secret?: string | null };

joinCatalog();
const order: WorkerOrder = JSON.parse(process.argv[2] ?? '');
const orm = await openOrm({ url: order.url, poolSize: 6, applicationName: 'account worker' });
const http = createHttp({ clock: systemClock, allow: ['127.0.0.1'], retries: 0 });
const runtime: Runtime = {
  orm,
  keys: await parseKeyRing(order.keys),
  clock: systemClock,
  http,
  signup: 'closed',
  oauth: openPolicy('http://patchbay.test'),
};
const principal = asUser(order.organizationId, { type: 'user', ...order.person }, 'admin');
const ctx: ServiceContext = { runtime, principal, requestId: 'req_worker' };

async function perform(task: WorkerTask): Promise<WorkerAnswer> {
  if ('settle' in task) return { outcome: (await settleAccount(runtime, task.settle)).outcome };
  const verb = services.accounts[task.verb] as (
    ctx: ServiceContext,
    input: object,
  ) => Promise<WorkerAnswer>;
  const { outcome, secret = null } = await verb(ctx, task.input);
  return { outcome, secret };
}

process.on('message', async (task: WorkerTask) => {
  process.send?.(
    await perform(task).catch((error: unknown) => ({
      outcome: isPatchbayError(error) ? error.code : String(error),
    })),
  );
});
process.send?.('ready');
