/**
 * Follows the organization's webhook events and prints one line for each; goes on after lost connections. With a
 * subscription (kind `stream`) it also goes on where it was when it is started again.
 * Run: PATCHBAY_URL=… PATCHBAY_API_KEY=… node packages/client/examples/follow-events.ts [subscription id]
 * The key needs `webhooks:read`.
 */
import { events, PatchbayClientError } from '@patchbay/client';
import { environment } from './environment.ts';

const { url, apiKey } = environment();
const [, , subscriptionId] = process.argv;
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.once('SIGINT', () => stop.abort());

try {
  const stream = events({
    url,
    apiKey,
    ...(subscriptionId !== undefined && { subscriptionId, acknowledge: true }),
    signal: stop.signal,
    onReconnect: () => console.error('The connection was lost; connecting again.'),
  });
  for await (const { provider, type, webhookId, body } of stream)
    console.log(`${provider} ${type} ${webhookId}: ${body.slice(0, 60)}`);
} catch (error) {
  if (!(error instanceof PatchbayClientError)) throw error;
  console.error(`${error.code}: ${error.message} (request ${error.requestId ?? 'unknown'})`);
  process.exitCode = 2;
}
