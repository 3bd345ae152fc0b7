/**
 * Lists what a provider can do, runs one operation with its declared types, and calls one path by hand.
 * Run: PATCHBAY_URL=… PATCHBAY_API_KEY=… node packages/client/examples/call-operation.ts
 * The key needs `settings:read` and `calls:make`; Syncro has to be set up.
 */
import { createPatchbayClient, PatchbayClientError } from '@patchbay/client';
import { environment } from './environment.ts';

const { url, apiKey } = environment();
const client = createPatchbayClient({ url, apiKey });

try {
  const operations = await client.operations.list.query({ provider: 'syncro' });
  console.table(operations.map(({ name, effect, about }) => ({ name, effect, about })));

  // Typed by the declaration of the provider: a misspelt field does not compile.
  const { customers } = await client.operations.syncro.customers.list.query({ page: 1 });
  for (const { id, business_name: name } of customers) console.log(`customer ${id}: ${name}`);

  // What is not declared can still be called: a relative path, and the answer as it came.
  const { httpStatus, timings, correlationId } = await client.calls.make.mutate({
    provider: 'syncro',
    endpoint: '/me',
  });
  console.log(`GET /me: ${httpStatus} in ${Math.round(timings.totalMs)} ms (${correlationId})`);
} catch (error) {
  if (!(error instanceof PatchbayClientError)) throw error;
  const advice = error.retryable ? 'Try again later.' : 'Trying again will not help.';
  console.error(`${error.call ?? error.code}: ${error.message} ${advice}`);
  process.exitCode = 2;
}
