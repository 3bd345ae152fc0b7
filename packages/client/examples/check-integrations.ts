/**
 * Lists an organization's integrations and tests the first one that is set up. Changes no settings.
 * Run: PATCHBAY_URL=… PATCHBAY_API_KEY=… node packages/client/examples/check-integrations.ts [provider]
 */
import { createPatchbayClient, PatchbayClientError } from '@patchbay/client';
import { environment } from './environment.ts';

const { url, apiKey } = environment();
const client = createPatchbayClient({ url, apiKey });

try {
  const integrations = await client.integrations.list.query();
  console.table(
    integrations.map(({ provider, label, state, lastHealthCheck }) => ({
      provider,
      label,
      state,
      checked: lastHealthCheck?.toISOString() ?? 'never',
    })),
  );

  const wanted = process.argv[2];
  const chosen = integrations.find(({ provider, status, checkable }) =>
    wanted === undefined ? status !== 'not_configured' && checkable : provider === wanted,
  );
  if (chosen === undefined) {
    console.log('Nothing is set up that could be tested.');
  } else {
    const { check } = await client.integrations.test.mutate({ provider: chosen.provider });
    console.log(`${chosen.label}: ${check.health} in ${check.latencyMs} ms. ${check.message}`);
    console.table(check.stages);
    process.exitCode = check.health === 'error' ? 1 : 0;
  }
} catch (error) {
  if (!(error instanceof PatchbayClientError)) throw error;
  console.error(`${error.code}: ${error.message} (request ${error.requestId ?? 'unknown'})`);
  process.exitCode = 2;
}
