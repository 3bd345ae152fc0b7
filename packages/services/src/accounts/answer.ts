import { isPatchbayError } from '@patchbay/core';
import { IntegrationAccount } from '@patchbay/db';
import type { Permitted } from '../kernel/index.ts';
import type { AccountOutcomeView } from './schemas.ts';
import { type Asker, type Settled, settleAccount } from './settle.ts';
import { viewAccount } from './view.ts';

/** As long as a person is made to look at a spinner. */
const patienceMs = 5_000;

/**
 * Settles in the request what it just began. What takes longer, or fails in a way that passes, goes on without the
 * caller and is answered as under way.
 * @throws whatever the operation failed of for good
 */
export async function settleAndAnswer(
  ctx: Permitted,
  accountId: string,
  token: string | null = null,
): Promise<AccountOutcomeView> {
  const { runtime } = ctx;
  const asker: Asker = { state: 'waiting', token };
  const settling = settleAccount(runtime, accountId, { asker, patienceMs });
  const result = await patiently(settling, asker);
  if (result?.outcome === 'failed') throw result.error;
  // Nobody foresaw it, so somebody has to look at it, though a job tries again.
  if (result?.outcome === 'waiting' && !isPatchbayError(result.error)) throw result.error;
  const row = await runtime.orm.em.fork().findOne(IntegrationAccount, { id: accountId });
  return {
    account: row && (await viewAccount(runtime, row)),
    outcome: row?.operation ? 'under_way' : 'done',
    secret: result?.outcome === 'done' ? result.secret : null,
  };
}

/** `null` when the time was over first. Not before the last transaction ends, once that decided to tell. */
async function patiently(settling: Promise<Settled>, asker: Asker): Promise<Settled | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      if (asker.state === 'settling') return;
      asker.state = 'gone';
      resolve(null);
    }, patienceMs);
  });
  // It goes on after a late answer, and nobody is left to hear of its failure; the job tries again.
  settling.catch(() => {});
  try {
    return await Promise.race([settling, late]);
  } finally {
    clearTimeout(timer);
  }
}
