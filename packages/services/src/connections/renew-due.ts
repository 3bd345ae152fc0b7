import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import { condemn } from './condemn.ts';
import { createGate } from './gate.ts';
import { CredentialError } from './live-credential.ts';
import { loadCredential } from './load-credential.ts';
import { renew } from './renewal.ts';

export type RenewedBatch = { due: number; renewed: number; failed: number; broken: number };

type Due = { organizationId: string; provider: string };

/**
 * Renews ahead of time what is due now, at most `limit` connections, the most urgent first. What another process is
 * at is left to it. Integrations that are switched off are renewed too: a grant that idles may end.
 */
export async function renewDue(
  runtime: Runtime,
  { limit, signal, atOnce = 2 }: { limit: number; signal: AbortSignal; atOnce?: number },
): Promise<RenewedBatch> {
  const now = runtime.clock.now();
  const { rows } = await sql<Due>`
    select organization_id as "organizationId", provider from integration_credentials
    where refresh_at <= ${now} and broken_at is null
      and (refresh_retry_at is null or refresh_retry_at <= ${now})
    order by refresh_at limit ${limit}`.execute(runtime.orm.em.fork().getKysely());
  const gate = createGate(atOnce);
  const results = await Promise.all(
    rows.map((due) => gate(async () => (signal.aborted ? 'skipped' : renewOne(runtime, due)))),
  );
  const count = (result: string) => results.filter((each) => each === result).length;
  return {
    due: rows.length,
    renewed: count('renewed'),
    failed: count('kept'),
    broken: count('dead'),
  };
}

async function renewOne(runtime: Runtime, { organizationId, provider }: Due): Promise<string> {
  try {
    const options = { evenDisabled: true };
    const { live } = await loadCredential(runtime, organizationId, provider, options);
    const result = await renew(runtime, live, { patienceMs: 0, urgent: false });
    if (result.outcome === 'dead') await condemn(runtime, live, result.reason);
    const isBusy = result.outcome === 'kept' && result.error === 'busy';
    return isBusy ? 'skipped' : result.outcome;
  } catch (error) {
    // It was ended, or can no longer be opened: the list of repairs says so, and there is nothing to renew.
    if (error instanceof CredentialError) return 'skipped';
    throw error;
  }
}
